/** Whether every count is the one that the requirements ask for: `npm run test:slow`. */
export function isSlowRun(): boolean {
  return process.env["TWINLATCH_SLOW"] === "1";
}

/** How often a test repeats: `full` under `npm run test:slow`, else `quick`. */
export function rounds(quick: number, full: number): number {
  return isSlowRun() ? full : quick;
}
