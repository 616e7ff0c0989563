import { readFileSync } from "node:fs";
import { type Clock, FaultError } from "@twinlatch/verifier";

const OFFSET = /^[+-]?\d{1,15}(\.\d+)?$/;

/**
 * A clock that tests move: the time of `base` plus an offset in milliseconds, which `file` holds as
 * a decimal number with an optional sign and blanks around it (a fraction is dropped). The file is
 * read at every use; while it is absent the offset is 0. Production refuses to start with it.
 */
export class TestClock implements Clock {
  readonly #base: Clock;
  readonly #file: string;
  #offsetMillis = 0;

  constructor(base: Clock, file: string) {
    this.#base = base;
    this.#file = file;
  }

  /** @throws FaultError `invariant_broken` when the file holds no such number, or cannot be read */
  nowMillis(): number {
    this.#offsetMillis = this.#readOffset();
    return this.#base.nowMillis() + this.#offsetMillis;
  }

  #readOffset(): number {
    const text = readText(this.#file).trim();
    // Whoever writes the file truncates it first: between the two writes the time must not jump.
    if (text === "") return this.#offsetMillis;
    if (!OFFSET.test(text)) {
      throw new FaultError("invariant_broken", `No offset in milliseconds in ${this.#file}`);
    }
    return Math.trunc(Number(text));
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "0";
    throw new FaultError("invariant_broken", `Cannot read the test clock's file ${file}`, {
      cause: error,
    });
  }
}
