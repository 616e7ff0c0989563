import { escapeText, SettingsError, toJsonLine } from "@twinlatch/installation";
import { KeyRingError } from "@twinlatch/platform-node";
import { BusyError, StorageUnavailableError } from "@twinlatch/verifier";
import {
  type Command,
  type CommandResult,
  done,
  EXIT_CODES,
  refused,
  UsageError,
} from "./command.ts";
import { describeCommand, describeCommands } from "./help.ts";
import { parseCall } from "./parse-call.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs the command that the arguments name and returns the exit status. What it says is escaped: a text
 * from outside can neither begin a line nor command the terminal.
 */
export async function runCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const wantsJson = args.includes("--json");
  const result = await answer(commands, args, terminal);
  if (wantsJson) {
    if (result.data !== undefined) terminal.writeOut(toJsonLine(result.data));
  } else {
    const text = result.lines.map((line) => `${escapeText(line)}\n`).join("");
    if (result.ending === "done") terminal.writeOut(text);
    else terminal.writeError(text);
  }
  return EXIT_CODES[result.ending];
}

async function answer(
  commands: readonly Command[],
  args: readonly string[],
  terminal: Terminal,
): Promise<CommandResult> {
  const command = findCommand(commands, args);
  if (command === undefined) return describeAll(commands, args);
  try {
    const rest = args.slice(command.name.split(" ").length);
    const { call, wantsHelp } = parseCall(command, rest, terminal);
    if (!wantsHelp) return await command.run(call);
    const lines = describeCommand(command);
    return done({ help: lines.join("\n") }, lines);
  } catch (error) {
    return explain(error, `twinlatch ${command.name} --help`);
  }
}

function findCommand(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(" ").every((word, index) => args[index] === word));
}

function describeAll(commands: readonly Command[], args: readonly string[]): CommandResult {
  const words = args.filter((word) => !word.startsWith("-"));
  const [first] = words;
  const group = commands.filter(({ name }) => name.split(" ")[0] === first);
  const lines = describeCommands(group.length > 0 ? group : commands);
  if (words.length <= 1 && args.includes("--help") && (first === undefined || group.length > 0)) {
    return done({ help: lines.join("\n") }, lines);
  }
  const message =
    first === undefined ? "No command was named" : `There is no command "${words.join(" ")}"`;
  return {
    ending: "usage",
    data: { error: "usage", message },
    lines: [message, "", ...lines],
  };
}

/** Errors whose message was written for the operator and holds no secret. */
function explain(error: unknown, advice: string): CommandResult {
  if (error instanceof UsageError) {
    const { message } = error;
    return {
      ending: "usage",
      data: { error: "usage", message },
      lines: [message, `See ${advice}.`],
    };
  }
  if (error instanceof StorageUnavailableError || error instanceof BusyError) {
    const message = `The database cannot be used: ${error.message}${causeOf(error)}`;
    return { ending: "unavailable", data: { error: "unavailable", message }, lines: [message] };
  }
  if (error instanceof SettingsError) {
    const { problems } = error;
    const message = "These settings must be put right first:";
    return {
      ending: "refused",
      data: { error: "settings", message, problems },
      lines: [message, ...problems.map((problem) => `  ${problem}`)],
    };
  }
  if (error instanceof KeyRingError) return refused(error.code, error.message);
  throw error;
}

/** The driver's code, such as ECONNREFUSED; its message may hold the connection string. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}
