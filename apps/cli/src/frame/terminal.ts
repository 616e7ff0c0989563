import type { Environment, HostFacts } from "@twinlatch/installation";

/** Where a command reads and writes; tests give one of their own. */
export interface Terminal {
  readonly env: Environment;
  readonly host: HostFacts;
  /** Whether a person sits at it, who can be asked. */
  readonly isInteractive: boolean;
  writeOut(text: string): void;
  writeError(text: string): void;
  /** Asks a person, showing nothing of the answer. */
  askSecretly(question: string): Promise<string>;
  /** All of standard input. @throws UsageError when it is longer than `maxLength` characters */
  readInput(maxLength: number): Promise<string>;
}
