import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Check, good, wrong } from "./check.ts";

const MAIN = fileURLToPath(new URL("../../../../server/src/check-settings.ts", import.meta.url));

/** The server itself says what it thinks of its settings: only it knows all of them. */
export const settingsCheck: Check = {
  name: "settings",
  async run({ env }) {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN], { env: { ...env } });
    const report: unknown = JSON.parse(stdout);
    if (typeof report !== "object" || report === null) return wrong("The server says nothing.");
    if ("problem" in report) return wrong(inOneLine(String(report.problem)));
    const warnings = "warnings" in report && Array.isArray(report.warnings) ? report.warnings : [];
    return good(["The server takes them.", ...warnings.map(String)].join(" "));
  },
};

/** What is wrong stands in a line each, below what it stops. */
function inOneLine(problem: string): string {
  const [stopped = "", ...problems] = problem.split(/\n */);
  return [stopped, problems.join("; ")].join(" ").trim();
}
