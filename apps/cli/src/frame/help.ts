import type { Command } from "./command.ts";

/** What `twinlatch --help` says: every command, a line each. */
export function describeCommands(commands: readonly Command[]): readonly string[] {
  return [
    "Usage: twinlatch COMMAND [options]",
    "",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "twinlatch COMMAND --help says more about one of them.",
    "Exit status: 0 done, 1 refused or not found, 2 used wrongly, 3 unavailable.",
  ];
}

/** What `twinlatch COMMAND --help` says. */
export function describeCommand(command: Command): readonly string[] {
  const { name, summary, details = [], operands = [], options = {} } = command;
  const usage = operands.map((operand) =>
    operand.isRequired ? operand.name : `[${operand.name}]`,
  );
  return [
    `Usage: ${["twinlatch", name, ...usage, "[options]"].join(" ")}`,
    "",
    summary,
    ...details.flatMap((paragraph) => ["", paragraph]),
    "",
    ...columns([
      ...operands.map((operand): [string, string] => [operand.name, operand.help]),
      ...Object.entries(options).map(([option, { value, help, isRequired }]): [string, string] => [
        value === undefined ? `--${option}` : `--${option} ${value}`,
        isRequired === true ? `${help} (required)` : help,
      ]),
      ["--json", "answer with one line of JSON"],
      ["--help", "say this"],
    ]),
  ];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
