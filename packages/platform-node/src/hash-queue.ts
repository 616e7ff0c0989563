import { BusyError } from "@twinlatch/verifier";

export interface HashQueueOptions {
  /** How much work runs at the same time. At least 1. */
  readonly concurrency: number;
  /** How much work may wait for its turn. At least 0. */
  readonly maxWaiting: number;
}

/**
 * Lets a bounded amount of costly work run and wait, first come first served, and refuses the rest
 * at once, so that a flood of hashing takes neither the processors nor the memory from everybody
 * else.
 */
export class HashQueue {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #turns: (() => void)[] = [];
  #running = 0;

  /** @throws RangeError when a limit is out of range */
  constructor({ concurrency, maxWaiting }: HashQueueOptions) {
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new RangeError("concurrency must be a whole number of 1 or more");
    }
    if (!Number.isSafeInteger(maxWaiting) || maxWaiting < 0) {
      throw new RangeError("maxWaiting must be a whole number of 0 or more");
    }
    this.#concurrency = concurrency;
    this.#maxWaiting = maxWaiting;
  }

  /** How much work waits for its turn now. */
  get waiting(): number {
    return this.#turns.length;
  }

  /** How much work runs now. */
  get running(): number {
    return this.#running;
  }

  /**
   * Runs `work` when its turn comes and settles as it does.
   *
   * @throws BusyError at once, without running it, when no more may wait
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#concurrency) this.#running += 1;
    else if (this.#turns.length < this.#maxWaiting) await this.#takeTurn();
    else throw new BusyError("Too much hashing is waiting");
    try {
      return await work();
    } finally {
      // Whoever waits longest inherits the place: a newcomer cannot slip in between.
      const next = this.#turns.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #takeTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.#turns.push(resolve);
    });
  }
}

/**
 * The queues of one kind of hash. Making hashes and comparing with them wait apart: strangers can ask
 * for hashes to be made, and must not take the places of those who want to get in.
 */
export interface HashQueues {
  readonly making: HashQueue;
  readonly comparing: HashQueue;
}
