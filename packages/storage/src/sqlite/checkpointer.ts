import { Worker } from "node:worker_threads";

const PROGRAM = new URL("checkpoint-worker.ts", import.meta.url);
/** Units of work between two checkpoints: some two thousand pages. */
const WORKS_A_CHECKPOINT = 256;

/**
 * Copies SQLite's write-ahead log into its file, in a thread of its own. Where the writer does so itself,
 * every 8192 pages, the event loop stands still for 10 to 20 ms, which is the 99th percentile of all
 * answers under load; it finds little left to do now. Begins with the first 256 units of work: a process
 * that writes little has no thread. When the thread fails, the writer's own checkpoints go on.
 */
export class Checkpointer {
  readonly #file: string;
  #worker: Worker | undefined;
  #works = 0;
  #isAtWork = false;
  #isOver = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** To be told of every commit, and of how many units of work were in it. */
  noteCommit(works: number): void {
    this.#works += works;
    if (this.#works < WORKS_A_CHECKPOINT || this.#isAtWork || this.#isOver) return;
    this.#works = 0;
    this.#worker ??= this.#start();
    if (this.#worker === undefined) return;
    this.#isAtWork = true;
    this.#worker.postMessage(false);
  }

  /** Ends the thread, and waits until it has let go of the file. */
  async close(): Promise<void> {
    const worker = this.#worker;
    const isDead = this.#isOver;
    this.#isOver = true;
    if (worker === undefined || isDead) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    // The process is not done before the writer has folded the log into the file.
    worker.ref();
    worker.postMessage(true);
    await ended;
  }

  #start(): Worker | undefined {
    const worker = this.#create();
    // It must not keep a process alive that is done.
    worker?.unref();
    worker?.on("message", () => (this.#isAtWork = false));
    worker?.on("error", () => (this.#isOver = true));
    return worker;
  }

  #create(): Worker | undefined {
    try {
      return new Worker(PROGRAM, { workerData: this.#file });
    } catch {
      // No thread is to be had, as at the limit of a container: whoever committed has nothing to do with it.
      this.#isOver = true;
      return undefined;
    }
  }
}
