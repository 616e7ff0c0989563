import { startCompanion } from "./companion.ts";

export interface LoadJob {
  readonly port: number;
  readonly connections: number;
  /** Whole HTTP/1.1 requests. */
  readonly requests: readonly string[];
  /** Send them over and over for so long. Default: each once. */
  readonly durationMillis?: number;
  /** Send so many a second, ready or not. Default: as many as are answered. */
  readonly ratePerSecond?: number;
  /** Whether whoever asked wants to read the answers. Default false. */
  readonly keepsAnswers?: boolean;
}

export interface LoadResult {
  readonly answered: number;
  readonly elapsedMillis: number;
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly latencyMillis: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Whole answers, head and body, in the order of their requests; empty unless they were to be kept. */
  readonly answers: readonly string[];
}

export interface LoadGenerator {
  /** @throws Error when an answer has another status than `status`, or none comes */
  run(job: LoadJob, status?: string): Promise<LoadResult>;
  /** The same, whatever the answers say. */
  fire(job: LoadJob): Promise<LoadResult>;
  stop(): void;
}

/** Starts a process that makes load. */
export function startLoadGenerator(): LoadGenerator {
  const companion = startCompanion<LoadJob, LoadResult>("load-process.ts");
  return {
    async run(job, status = "200") {
      const result = await companion.ask(job);
      if (result.statuses[status] === result.answered && result.answered > 0) return result;
      throw new Error(`Not all answers are ${status}: ${JSON.stringify(result.statuses)}`);
    },
    fire: (job) => companion.ask(job),
    stop: companion.stop,
  };
}

export function perSecond({ answered, elapsedMillis }: LoadResult): number {
  return (answered * 1000) / elapsedMillis;
}

/** Writes one request, head and body. */
export function writeRequest(request: {
  readonly method: string;
  readonly path: string;
  readonly port: number;
  readonly token?: string;
  /** Beside those that every request has; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}): string {
  const { method, path, port, token, headers = {} } = request;
  const body = request.body === undefined ? "" : JSON.stringify(request.body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === "" ? [] : ["content-type: application/json", `content-length: ${body.length}`]),
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
