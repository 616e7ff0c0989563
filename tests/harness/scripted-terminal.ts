import type { Terminal } from "../../apps/cli/src/frame/terminal.ts";

/** A terminal of which everything is known: what is typed, and what was said. */
export interface ScriptedTerminal extends Terminal {
  said(): { readonly out: string; readonly error: string };
}

/** A terminal with this environment; a person gives `answers`, otherwise `input` is piped in. */
export function scriptedTerminal(script: {
  env?: Record<string, string>;
  input?: string;
  answers?: readonly string[];
}): ScriptedTerminal {
  const said = { out: "", error: "" };
  const answers = [...(script.answers ?? [])];
  return {
    env: script.env ?? {},
    host: { nodeFlags: [], isDebugged: false },
    isInteractive: script.answers !== undefined,
    writeOut(text) {
      said.out += text;
    },
    writeError(text) {
      said.error += text;
    },
    async askSecretly(question) {
      said.error += `${question}\n`;
      return answers.shift() ?? "";
    },
    readInput: async () => script.input ?? "",
    said: () => ({ ...said }),
  };
}
