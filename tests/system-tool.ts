import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Programs from outside npm that a suite compares us with, and the line that installs each. */
const INSTALL_LINES = {
  oathtool: "apt-get install oathtool   (macOS: brew install oath-toolkit)",
  zbarimg: "apt-get install zbar-tools   (macOS: brew install zbar)",
} as const;

export type SystemTool = keyof typeof INSTALL_LINES;

/**
 * Runs a program and returns what it prints. Where it is missing, throws an error that says which
 * line installs it, so that only the suite that needs it fails.
 */
export async function runSystemTool(tool: SystemTool, args: readonly string[]): Promise<string> {
  try {
    return (await run(tool, args)).stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error(`${tool} is missing. Install it: ${INSTALL_LINES[tool]}`, { cause: error });
    }
    throw error;
  }
}
