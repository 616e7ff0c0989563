import type { Terminal } from "./terminal.ts";

/** How a command ended. Exit codes are in `EXIT_CODES`. */
export type Ending = "done" | "refused" | "usage" | "unavailable";

/** What the shell hears: 0 done, 1 refused or not found, 2 used wrongly, 3 unavailable. */
export const EXIT_CODES: Readonly<Record<Ending, number>> = {
  done: 0,
  refused: 1,
  usage: 2,
  unavailable: 3,
};

/** What a command has to say. */
export interface CommandResult {
  readonly ending: Ending;
  /** The answer with `--json`, printed as one line. Nothing is printed when it is undefined. */
  readonly data?: unknown;
  /** The answer for people, a line each; on standard error unless the command is done. */
  readonly lines: readonly string[];
}

/** An option of a command. */
export interface OptionSpec {
  readonly type: "boolean" | "string";
  /** What stands for its value in the help, such as `FILE`; for texts. */
  readonly value?: string;
  readonly help: string;
  readonly isRequired?: boolean;
}

/** Something that is named without an option, such as the file to import. */
export interface OperandSpec {
  readonly name: string;
  readonly help: string;
  readonly isRequired: boolean;
}

/** What was typed, taken apart, and where to say something. */
export interface Call {
  readonly terminal: Terminal;
  readonly operands: readonly string[];
  /** The text of an option; undefined when it was not given. */
  text(option: string): string | undefined;
  /** Whether a boolean option was given. */
  has(option: string): boolean;
}

/** One command. All knowledge of it is here. */
export interface Command {
  /** One word or two: `migrate`, `users list`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What else `--help` says, a paragraph each. */
  readonly details?: readonly string[];
  readonly operands?: readonly OperandSpec[];
  readonly options?: Readonly<Record<string, OptionSpec>>;
  run(call: Call): Promise<CommandResult>;
}

/** Thrown where what was typed makes no sense; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The answer of a command that did what was asked. */
export function done(data: unknown, lines: readonly string[]): CommandResult {
  return { ending: "done", data, lines };
}

/** The answer of a command that did nothing: a stable code and a sentence. */
export function refused(reason: string, message: string): CommandResult {
  return { ending: "refused", data: { error: reason, message }, lines: [message] };
}
