import { parseArgs } from "node:util";
import { type Call, type Command, UsageError } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** What was typed for a command. */
export interface ParsedCall {
  readonly call: Call;
  readonly wantsHelp: boolean;
  readonly wantsJson: boolean;
}

/**
 * Takes apart what follows the name of a command.
 *
 * @throws UsageError for an unknown option, one without its value, and too many or too few operands
 */
export function parseCall(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): ParsedCall {
  const { values, positionals } = parse(command, args);
  const wantsHelp = values["help"] === true;
  if (!wantsHelp) refuseMissing(command, values, positionals);
  return {
    wantsHelp,
    wantsJson: values["json"] === true,
    call: {
      terminal,
      operands: positionals,
      text(option) {
        const value = values[option];
        return typeof value === "string" ? value : undefined;
      },
      has: (option) => values[option] === true,
    },
  };
}

type Values = Readonly<Record<string, unknown>>;

function parse(
  { options = {} }: Command,
  args: readonly string[],
): { values: Values; positionals: readonly string[] } {
  const types = Object.entries(options).map(([name, { type }]) => [name, { type }] as const);
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(types),
        help: { type: "boolean" },
        json: { type: "boolean" },
      },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node's sentence names the option; what it advises after that is for other programs.
    const message = error instanceof Error ? error.message : "";
    throw new UsageError(message.split(". ", 1)[0] ?? message);
  }
}

function refuseMissing(
  { operands = [], options = {} }: Command,
  values: Values,
  given: readonly string[],
): void {
  const needed = operands.filter(({ isRequired }) => isRequired);
  const missing = needed[given.length];
  if (missing !== undefined) throw new UsageError(`${missing.name} is missing`);
  const tooMany = given[operands.length];
  if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is one too many`);
  for (const [name, { isRequired }] of Object.entries(options)) {
    if (isRequired === true && values[name] === undefined) {
      throw new UsageError(`--${name} is missing`);
    }
  }
}
