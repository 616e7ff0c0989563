import { hash } from "node:crypto";
import { Ed25519AuditSigner, KeyRing, NodeRandom } from "@twinlatch/platform-node";
import type { AuditEvent, AuditHead, AuditTrailDeps } from "@twinlatch/verifier";
import { createAuditSealer } from "@twinlatch/verifier";
import { type RawBuilder, sql } from "kysely";
import { onTestFinished } from "vitest";
import { openDatabase } from "../../packages/storage/src/open-database.ts";
import { openMigrated, type TestDatabase } from "../storage/test-databases.ts";

const random = new NodeRandom();
export const PROJECT = "prj_a";
export const DAY_MILLIS = 86_400_000;
const START_MILLIS = 1_800_000_000_000;

/** A ring with these keys, the last of them current. */
export function ringOf(...keys: readonly (readonly [id: string, key: Uint8Array])[]): KeyRing {
  return new KeyRing(keys.at(-1)?.[0] ?? "", new Map(keys));
}

export const firstKey = ["k1", random.bytes(32)] as const;
export const secondKey = ["k2", random.bytes(32)] as const;

/** An audit trail on an empty database, with somebody who can change what is in it. */
export async function openAuditTrail(testDatabase: TestDatabase) {
  const { storage, config } = await openMigrated(testDatabase);
  const database = openDatabase(config);
  onTestFinished(() => database.close());
  let nowMillis = START_MILLIS;
  let count = 0;
  const depsUnder = (ring: KeyRing): AuditTrailDeps & { random: NodeRandom } => ({
    auditSigner: new Ed25519AuditSigner(ring),
    auditTrail: storage.auditTrail,
    clock: { nowMillis: () => nowMillis },
    random,
    tokenHash: { digest: (text) => hash("sha256", text, "base64url") },
  });
  const deps = depsUnder(ringOf(firstKey));
  const sealer = createAuditSealer(deps);
  return {
    deps,
    depsUnder,
    storage,
    advance(millis: number) {
      nowMillis += millis;
    },
    /** Records as many events, of three people and of nobody in turn. */
    async record(events: number, facts: Partial<AuditEvent> = {}) {
      await storage.unitOfWork.write(async ({ audit }) => {
        for (let index = 0; index < events; index += 1) {
          count += 1;
          await audit.append(newEvent(count, nowMillis, facts));
        }
      });
    },
    /** Seals until nothing is left, and returns how many. */
    async seal(by = sealer): Promise<number> {
      let total = 0;
      for (;;) {
        const sealed = await by.sealNext();
        if (sealed === 0) return total;
        total += sealed;
      }
    },
    /** Runs a statement as somebody who has the database, and not the keys. */
    async tamper(statement: RawBuilder<unknown>) {
      await database.write(({ builder, execute }) => execute(statement.compile(builder)));
    },
    async lastHead(): Promise<AuditHead> {
      const head = await storage.auditTrail.read(({ auditHeads }) =>
        auditHeads.findLastHead(PROJECT),
      );
      if (head === undefined) throw new Error("There is no head");
      return head;
    },
    async countRows(table: string): Promise<number> {
      const statement = sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`;
      const { rows } = await database.read(({ builder, execute }) =>
        execute(statement.compile(builder)),
      );
      return rows[0]?.count ?? 0;
    },
  };
}

function newEvent(count: number, atMillis: number, facts: Partial<AuditEvent>): AuditEvent {
  const person = ["ada", "bob", undefined, "eve"][count % 4];
  return {
    id: `evt_${count}`,
    atMillis,
    projectId: PROJECT,
    subjectId: person,
    type: "sign_in.password",
    outcome: count % 5 === 0 ? "refused" : "allowed",
    reason: count % 5 === 0 ? "invalid_credentials" : undefined,
    origin: { ip: "192.0.2.1", userAgent: `Agent/${count}`, requestId: `req_${count}` },
    ...facts,
  };
}
