import inspector from "node:inspector";
import { readSettings } from "./config/read-settings.ts";
import { describeStartError } from "./start-error.ts";

// Says as JSON what the server would say of its settings, and starts nothing.
const host = { nodeFlags: process.execArgv, isDebugged: inspector.url() !== undefined };
let report: { readonly problem: string } | { readonly warnings: readonly string[] };
try {
  report = { warnings: readSettings(process.env, host).warnings };
} catch (error) {
  report = { problem: describeStartError(error) };
}
process.stdout.write(`${JSON.stringify(report)}\n`);
