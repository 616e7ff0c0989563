import { readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * The clock of server processes: this machine's, moved by an offset that stands in a file. Processes
 * that were given the same file move together.
 */
export class ServerClock {
  /** For TWINLATCH_TEST_CLOCK. */
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  nowMillis(): number {
    return Date.now() + this.#offsetMillis();
  }

  /** Moves by so much; backwards when negative. */
  advance(millis: number): void {
    // Renamed into place, so that no process reads half a number.
    writeFileSync(`${this.file}.next`, String(this.#offsetMillis() + Math.trunc(millis)));
    renameSync(`${this.file}.next`, this.file);
  }

  #offsetMillis(): number {
    try {
      return Number(readFileSync(this.file, "utf8"));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
      throw error;
    }
  }
}
