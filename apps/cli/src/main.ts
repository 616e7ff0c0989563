import { COMMANDS } from "./commands.ts";
import { processTerminal } from "./frame/process-terminal.ts";
import { runCommandLine } from "./frame/run-command-line.ts";

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), processTerminal());
