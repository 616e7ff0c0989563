import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Programs from outside npm that a suite compares us with, and the line that installs each. */
const INSTALL_LINES = {
  oathtool: "apt-get install oathtool   (macOS: brew install oath-toolkit)",
  zbarimg: "apt-get install zbar-tools   (macOS: brew install zbar)",
} as const;

/** The program itself; Debian has it always. */
export const PERL = "perl";

const PERL_MODULES = {
  "Net::SMPP": "apt-get install libnet-smpp-perl   (elsewhere: cpan Net::SMPP)",
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

/** Throws an error that says which line installs it where Perl or one of its modules is missing. */
export async function requirePerlModule(name: keyof typeof PERL_MODULES): Promise<void> {
  try {
    await run(PERL, [`-M${name}`, "-e", "1"]);
  } catch (error) {
    throw new Error(`Perl's ${name} is missing. Install it: ${PERL_MODULES[name]}`, {
      cause: error,
    });
  }
}
