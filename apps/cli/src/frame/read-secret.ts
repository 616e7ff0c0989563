import { readFileSync } from "node:fs";
import { type Call, UsageError } from "./command.ts";

/** Far more than any password, far less than a file named by mistake. */
const MAX_SECRET_BYTES = 4_096;

/**
 * Reads a secret from the first line of the file that the option names, `-` being standard input;
 * without the option from the person at the terminal, or from standard input where nobody sits.
 *
 * @throws UsageError when there is none
 */
export async function readSecret(call: Call, option: string, question: string): Promise<string> {
  const file = call.text(option);
  const { terminal } = call;
  const secret =
    file === undefined && terminal.isInteractive
      ? await terminal.askSecretly(question)
      : firstLineOf(
          file === undefined || file === "-"
            ? await terminal.readInput(MAX_SECRET_BYTES)
            : readSmallFile(file, option),
        );
  if (secret === "") {
    throw new UsageError(`There is no secret: name a file with --${option} or use standard input`);
  }
  return secret;
}

function firstLineOf(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function readSmallFile(path: string, option: string): string {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`--${option} names a file that cannot be read (${code})`);
  }
  if (content.byteLength > MAX_SECRET_BYTES) {
    throw new UsageError(`--${option} names a file that is too large for a secret`);
  }
  return content.toString("utf8");
}
