import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process that answers one question at a time. */
export interface Companion<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  stop(): void;
}

/**
 * Starts a program, which answers with `{result}` or `{fault}`. Its path is taken from this folder; `env` is
 * added to the surroundings it is given.
 */
export function startCompanion<Question extends object, Answer>(
  program: string,
  env: Readonly<Record<string, string>> = {},
): Companion<Question, Answer> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), {
    env: { ...process.env, ...env },
  });
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const onExit = () => reject(new Error(`${program} ended`));
        child.once("exit", onExit);
        child.once("message", (answer: { result: Answer } | { fault: string }) => {
          child.off("exit", onExit);
          if ("fault" in answer) reject(new Error(`${program}: ${answer.fault}`));
          else resolve(answer.result);
        });
        child.send(question);
      }),
    stop: () => void child.kill("SIGTERM"),
  };
}
