import type { AnswerOf, endpoints } from "@twinlatch/api-contract";
import { startCompanion } from "./companion.ts";

export type FloorQuestion =
  | { readonly kind: "serve"; readonly answer: AnswerOf<typeof endpoints.getSession> }
  | { readonly kind: "commit"; readonly folder: string; readonly durationMillis: number }
  | { readonly kind: "hashPasswords"; readonly count: number; readonly concurrency: number };

export interface FloorResult {
  readonly value: number;
}

/** What bare libraries do on this machine. */
export interface Floors {
  /** Serves the answer of a session check at `/session`; returns the port. */
  serve(answer: AnswerOf<typeof endpoints.getSession>): Promise<number>;
  /** Durable commits a second, in a plain loop, in a new SQLite file of the folder. */
  commitsPerSecond(folder: string, durationMillis: number): Promise<number>;
  /** CPU time of one Argon2id, in milliseconds. */
  argon2CpuMillis(count: number, concurrency: number): Promise<number>;
  stop(): void;
}

/** Starts the process of the floors. */
export function startFloors(): Floors {
  const companion = startCompanion<FloorQuestion, FloorResult>("floor-process.ts");
  const ask = async (question: FloorQuestion) => (await companion.ask(question)).value;
  return {
    serve: (answer) => ask({ kind: "serve", answer }),
    commitsPerSecond: (folder, durationMillis) => ask({ kind: "commit", folder, durationMillis }),
    argon2CpuMillis: (count, concurrency) => ask({ kind: "hashPasswords", count, concurrency }),
    stop: companion.stop,
  };
}
