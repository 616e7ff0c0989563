import { statSync } from "node:fs";
import type { KeyRing, KeyRingSource } from "./key-ring.ts";
import { KeyRingError } from "./key-ring-error.ts";
import { type ReadKeyRingOptions, readKeyRingSync } from "./key-ring-file.ts";

export interface LiveKeyRingOptions extends ReadKeyRingOptions {
  /** Told once of each changed file that was not taken over; the keys known before stay in use. */
  readonly onRefused?: ((error: KeyRingError) => void) | undefined;
}

/**
 * A key ring that follows its file while the process runs, so that keys change without a restart
 * . It looks at the file when something is to be sealed, and when a value names a key that it
 * does not know: no timer, no signal, and no moment in which it seals under a key that was replaced.
 */
export class LiveKeyRing implements KeyRingSource {
  readonly #file: string;
  readonly #options: LiveKeyRingOptions;
  #known: KeyRing;
  #fingerprint: string;

  /** @throws KeyRingError as `readKeyRing` does */
  constructor(file: string, options: LiveKeyRingOptions = {}) {
    this.#file = file;
    this.#options = options;
    this.#fingerprint = this.#readFingerprint();
    this.#known = readKeyRingSync(file, options);
  }

  get known(): KeyRing {
    return this.#known;
  }

  refresh(): KeyRing {
    const fingerprint = this.#readFingerprint();
    if (fingerprint === this.#fingerprint) return this.#known;
    // Before the reading: a change between the two is seen the next time.
    this.#fingerprint = fingerprint;
    try {
      this.#known = this.#readSuccessor();
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      this.#options.onRefused?.(error);
    }
    return this.#known;
  }

  #readSuccessor(): KeyRing {
    const ring = readKeyRingSync(this.#file, this.#options);
    const [id] = this.#known.findContradictions(ring);
    if (id === undefined) return ring;
    throw new KeyRingError(
      "key_wrong",
      `Key file ${this.#file}: key "${id}" is another than before`,
    );
  }

  /** What changes when the file is replaced or written. */
  #readFingerprint(): string {
    const stats = statSync(this.#file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined
      ? "absent"
      : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
  }
}
