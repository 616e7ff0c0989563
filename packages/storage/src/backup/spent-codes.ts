import type { Subject } from "@twinlatch/verifier";
import { sql } from "kysely";
import type { Executor } from "../executor.ts";
import type { TableShape } from "../table-shape.ts";

/** What the database that is being replaced knows of codes that were spent. */
export interface SpentCodes {
  /** Canaries of its keys, as hexadecimal text: equal ones tell that two databases are one installation's. */
  readonly canaries: readonly string[];
  readonly recoveryCodes: readonly SpentRecoveryCode[];
  /** Ids of the sets that were in use. */
  readonly recoveryCodeSets: readonly string[];
  readonly steps: readonly LastStep[];
  /** When its newest event was; 0: never. An older database than the backup knows nothing of what came after. */
  readonly newestEventAtMillis: number;
}

interface SpentRecoveryCode extends Subject {
  readonly setId: string;
  readonly slot: number;
  readonly usedAtMillis: number;
}

interface LastStep extends Subject {
  readonly factorId: string;
  readonly lastStep: number;
}

const SUBJECT = ["project_id as projectId", "subject_id as subjectId"] as const;
const NEEDED = ["audit_event", "recovery_code", "recovery_code_set", "sealing_key", "totp_factor"];

/** Undefined where there is no such knowledge: an empty database, or one too old to have it. */
export async function readSpent(
  executor: Executor,
  tables: readonly TableShape[],
): Promise<SpentCodes | undefined> {
  if (!NEEDED.every((name) => tables.some((table) => table.name === name))) return undefined;
  const { builder } = executor;
  const keys = await executor.execute(builder.selectFrom("sealing_key").select("canary").compile());
  const codes = builder
    .selectFrom("recovery_code")
    .select([...SUBJECT, "set_id as setId", "slot", sql<number>`used_at_millis`.as("usedAtMillis")])
    .where("used_at_millis", "is not", null);
  const sets = await executor.execute(
    builder.selectFrom("recovery_code_set").select("id").compile(),
  );
  const steps = builder
    .selectFrom("totp_factor")
    .select([...SUBJECT, "id as factorId", "last_step as lastStep"]);
  return {
    canaries: keys.rows.map(({ canary }) => Buffer.from(canary).toString("hex")),
    recoveryCodes: (await executor.execute(codes.compile())).rows,
    recoveryCodeSets: sets.rows.map(({ id }) => id),
    steps: (await executor.execute(steps.compile())).rows,
    newestEventAtMillis: await readNewestEvent(executor),
  };
}

/** When the newest event of the trail was; 0: there is none. */
export async function readNewestEvent(executor: Executor): Promise<number> {
  const newest = executor.builder
    .selectFrom("audit_event")
    .select("at_millis as atMillis")
    .orderBy("sequence", "desc")
    .limit(1);
  return (await executor.execute(newest.compile())).rows[0]?.atMillis ?? 0;
}
