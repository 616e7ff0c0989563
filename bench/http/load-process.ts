import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadJob, LoadResult } from "./load.ts";

// A process of its own, so that making load takes no turn of the server's event loop. It speaks as
// little HTTP as a kept-alive connection needs: on two cores a full client would eat what is measured.

/** One kept-alive connection with one request under way at a time. */
class Connection {
  readonly #socket: Socket;
  #received = "";
  #settle: { resolve(answer: string): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#receive(chunk));
    socket.on("error", (error) => this.#settle?.reject(error));
    socket.on("close", () => this.#settle?.reject(new Error("The server closed a connection")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  /** Sends a whole request and resolves with its answer, head and body, once all of it is here. */
  exchange(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: string): void {
    this.#received += chunk;
    const bodyAt = this.#received.indexOf("\r\n\r\n") + 4;
    if (bodyAt < 4) return;
    const head = this.#received.slice(0, bodyAt);
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    const isChunked = length === undefined && /\r\ntransfer-encoding: chunked/i.test(head);
    if (isChunked && !this.#received.endsWith("\r\n0\r\n\r\n")) return;
    if (this.#received.length < bodyAt + Number(length ?? 0)) return;
    const settle = this.#settle;
    const answer = this.#received;
    this.#received = "";
    this.#settle = undefined;
    settle?.resolve(answer);
  }
}

async function runJob(job: LoadJob): Promise<LoadResult> {
  const { requests, durationMillis, ratePerSecond } = job;
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => Connection.open(job.port)),
  );
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const answers: string[] = [];
  const startedAt = performance.now();
  let next = 0;

  // With a rate, each request is due at its own time, and waiting for a connection is latency too.
  const work = async (connection: Connection): Promise<void> => {
    for (;;) {
      const slot = next;
      next += 1;
      const now = performance.now();
      const dueAt = ratePerSecond === undefined ? now : startedAt + (slot * 1000) / ratePerSecond;
      const request = requests[durationMillis === undefined ? slot : slot % requests.length];
      if (request === undefined || dueAt - startedAt >= (durationMillis ?? Infinity)) return;
      if (dueAt > now) await sleep(dueAt - now);
      const answer = await connection.exchange(request);
      latencies.push(performance.now() - dueAt);
      const status = answer.slice(9, 12);
      if (job.keepsAnswers === true) answers[slot] = answer;
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  try {
    await Promise.all(connections.map(work));
  } finally {
    for (const connection of connections) connection.close();
  }
  const elapsedMillis = performance.now() - startedAt;
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) =>
    latencies[Math.ceil(latencies.length * share) - 1] ?? Number.NaN;
  return {
    answered: latencies.length,
    elapsedMillis,
    statuses,
    answers,
    latencyMillis: { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
  };
}

process.on("message", (job: LoadJob) => {
  runJob(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
