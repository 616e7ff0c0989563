import { rmSync } from "node:fs";
import { join } from "node:path";
import { hash, verify } from "@node-rs/argon2";
import { endpoints } from "@twinlatch/api-contract";
import SqliteDriver from "better-sqlite3";
import fastify from "fastify";
import type { FloorQuestion, FloorResult } from "./floors.ts";
import { PASSWORD } from "./prepare-accounts.ts";

// The least that a task can cost, measured in a process of its own on the same disk and processors.

type Measures = {
  readonly [Kind in FloorQuestion["kind"]]: (
    question: Extract<FloorQuestion, { kind: Kind }>,
  ) => Promise<FloorResult>;
};

const MEASURES: Measures = { serve, commit, hashPasswords };

/** Fastify without plugins, with one route that answers the given JSON through its schema. */
async function serve({ answer }: Extract<FloorQuestion, { kind: "serve" }>) {
  const app = fastify();
  const schema = { response: { 200: endpoints.getSession.answer } };
  app.get("/session", { schema }, async () => answer);
  const address = new URL(await app.listen({ port: 0, host: "127.0.0.1" }));
  return { value: Number(address.port) };
}

/** One INSERT a transaction, one after the other, each on the disk before the next. Per second. */
async function commit({
  folder,
  durationMillis,
}: Extract<FloorQuestion, { kind: "commit" }>): Promise<FloorResult> {
  const file = join(folder, "floor.db");
  const database = new SqliteDriver(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
  const insert = database.prepare("INSERT INTO note (text) VALUES (?)");
  const text = "x".repeat(100);
  const startedAt = performance.now();
  let commits = 0;
  while (performance.now() - startedAt < durationMillis) {
    insert.run(text);
    commits += 1;
  }
  const elapsedMillis = performance.now() - startedAt;
  database.close();
  rmSync(file);
  return { value: (commits * 1000) / elapsedMillis };
}

/** Argon2id with the product's parameters, so many at a time. Milliseconds of CPU time each. */
async function hashPasswords({
  count,
  concurrency,
}: Extract<FloorQuestion, { kind: "hashPasswords" }>): Promise<FloorResult> {
  const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  const stored = await hash(PASSWORD, cost);
  const before = process.cpuUsage();
  let begun = 0;
  const hashAll = async () => {
    while (begun < count) {
      begun += 1;
      await verify(stored, PASSWORD);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, hashAll));
  const { user, system } = process.cpuUsage(before);
  return { value: (user + system) / 1000 / count };
}

function measure<Kind extends FloorQuestion["kind"]>(
  question: Extract<FloorQuestion, { kind: Kind }> & { kind: Kind },
): Promise<FloorResult> {
  return MEASURES[question.kind](question);
}

process.on("message", (question: FloorQuestion) => {
  measure(question).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
