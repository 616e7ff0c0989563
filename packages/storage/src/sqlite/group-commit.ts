import { setTimeout } from "node:timers/promises";
import { StorageUnavailableError } from "@twinlatch/verifier";
import type { Kysely } from "kysely";
import { type Executor, type RunStatement, runWork } from "../executor.ts";
import type { Schema } from "../schema/schema.ts";
import { toStorageFault } from "../storage-fault.ts";
import { isBusy, type SqliteConnection } from "./sqlite-connection.ts";

/** Longest wait for another process to finish writing. */
const LOCK_TIMEOUT_MILLIS = 2_000;
const LOCK_POLL_MILLIS = 1;
/** Bounds how long one batch holds the lock and the event loop. */
const MAX_BATCH = 64;

/** A unit of work that waits for its turn. */
interface QueuedWork {
  /** Runs it; returns what tells its caller the result, to be called once the batch is durable. */
  run(): Promise<() => void>;
  reject(fault: StorageUnavailableError): void;
}

/**
 * Gives the units of work that arrive together one transaction and one flush to disk.
 *
 * A durable commit waits for the disk many times longer than its statements take, and SQLite has one
 * writer: taken one by one, fifty requests wait for fifty flushes. Here they share one. Each runs in
 * a savepoint of its own, one after the other, so each sees what the earlier ones wrote and one that
 * fails takes back only its own writes. No caller hears anything before the commit, not even
 * its failure: that may rest on what an earlier work wrote.
 */
export class GroupCommit {
  readonly #on: Pick<Executor, "builder" | "hasOneWriter">;
  readonly #connection: SqliteConnection;
  readonly #onCommit: (works: number) => void;
  readonly #queue: QueuedWork[] = [];
  #isScheduled = false;
  #isClosed = false;

  readonly #runStatement: RunStatement = async (statement) => this.#connection.execute(statement);

  /** `onCommit` is told after each commit how many units of work were in it. */
  constructor(
    builder: Kysely<Schema>,
    connection: SqliteConnection,
    onCommit: (works: number) => void = () => undefined,
  ) {
    this.#on = { builder, hasOneWriter: true };
    this.#connection = connection;
    this.#onCommit = onCommit;
  }

  /** Runs `work` in a transaction; resolves when it is durable. Only SQL may be awaited in it. */
  run<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new StorageUnavailableError("The database is closed"));
        return;
      }
      this.#queue.push({
        run: async () => {
          const outcome = this.#runInSavepoint(work);
          await Promise.allSettled([outcome]);
          return () => resolve(outcome);
        },
        reject,
      });
      this.#schedule();
    });
  }

  /** Refuses new work and waits for what is queued. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#isScheduled) await new Promise((resolve) => setImmediate(resolve));
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // The driver is synchronous, so nothing can join a batch once it runs. Waiting for the end of
    // this turn of the event loop lets in every request that has already arrived, and no longer.
    setImmediate(() => {
      void this.#runBatch().then(() => {
        this.#isScheduled = false;
        if (this.#queue.length > 0) this.#schedule();
      });
    });
  }

  async #runBatch(): Promise<void> {
    let batch: readonly QueuedWork[] | undefined;
    const settlements: (() => void)[] = [];
    try {
      await this.#begin();
      batch = this.#queue.splice(0, MAX_BATCH);
      for (const work of batch) {
        settlements.push(await work.run());
        // Some errors (disk full, I/O) make SQLite roll everything back by itself.
        if (!this.#connection.isInTransaction) throw new Error("SQLite gave up the transaction");
      }
      this.#execute("COMMIT");
    } catch (error) {
      const fault = toStorageFault(error);
      this.#rollBack();
      // Who has no lock holds up everybody behind it: they would only wait as long again, in vain.
      for (const work of batch ?? this.#queue.splice(0)) work.reject(fault);
      return;
    }
    for (const settle of settlements) settle();
    this.#onCommit(settlements.length);
  }

  /**
   * Takes the lock of the database, waiting for another process that has it. SQLite's own waiting would
   * block the event loop, and with its growing pauses starves beside a busy neighbour: two processes
   * under load were seen to wait two seconds for each other.
   */
  async #begin(): Promise<void> {
    const deadlineMillis = performance.now() + LOCK_TIMEOUT_MILLIS;
    for (;;) {
      try {
        // IMMEDIATE: a deferred transaction that reads first fails when another process wrote since.
        this.#execute("BEGIN IMMEDIATE");
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadlineMillis) throw error;
      }
      await setTimeout(LOCK_POLL_MILLIS);
    }
  }

  async #runInSavepoint<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    this.#execute("SAVEPOINT work");
    try {
      const result = await runWork(this.#on, this.#runStatement, work);
      this.#execute("RELEASE work");
      return result;
    } catch (error) {
      this.#execute("ROLLBACK TO work");
      this.#execute("RELEASE work");
      throw error;
    }
  }

  #rollBack(): void {
    try {
      if (this.#connection.isInTransaction) this.#execute("ROLLBACK");
    } catch {
      // The next BEGIN fails on the transaction that is still open, and its batch rolls back again.
    }
  }

  #execute(sql: string): void {
    this.#connection.execute({ sql, parameters: [] });
  }
}
