/** How often a test repeats: `full` under `npm run test:slow` (TWINLATCH_SLOW=1), else `quick`. */
export function rounds(quick: number, full: number): number {
  return process.env["TWINLATCH_SLOW"] === "1" ? full : quick;
}
