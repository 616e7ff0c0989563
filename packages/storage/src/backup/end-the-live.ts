import type { Subject } from "@twinlatch/verifier";
import { type RawBuilder, sql } from "kysely";
import type { Executor } from "../executor.ts";
import { readNewestEvent, type SpentCodes } from "./spent-codes.ts";

const SECOND_MILLIS = 1_000;

/**
 * What becomes of recovery codes of which nobody knows whether they were used since the backup. `voided`:
 * none of them works any more. `kept`: they work; a code that was used since works once more.
 */
export type RecoveryCodeRule = "voided" | "kept";

interface Ended {
  readonly knewSpentCodes: boolean;
  /** Whose recovery codes work no more. */
  readonly voidedRecoveryCodes: readonly Subject[];
}

/** Makes the restored rows safe to use at another time than the one they are from. */
export async function endTheLive(
  executor: Executor,
  input: {
    readonly spent: SpentCodes | undefined;
    readonly nowMillis: number;
    readonly recoveryCodes: RecoveryCodeRule;
  },
): Promise<Ended> {
  const { nowMillis, recoveryCodes } = input;
  await change(executor, sql`delete from totp_factor where status = 'pending'`);
  await change(executor, sql`delete from phone_factor where status = 'pending'`);
  const spent = (await isOfLaterTime(executor, input.spent)) ? input.spent : undefined;
  if (spent !== undefined) await copySpent(executor, spent);
  await endSteps(executor, nowMillis);
  // The owner is asked to look at the codes again: what is known of them may be old.
  await change(executor, sql`update recovery_code_set set acknowledged_at_millis = null`);
  let voided: readonly Subject[] = [];
  if (spent !== undefined || recoveryCodes === "voided") {
    voided = await voidSets(executor, new Set(spent?.recoveryCodeSets), nowMillis);
  }
  return { knewSpentCodes: spent !== undefined, voidedRecoveryCodes: voided };
}

/**
 * No code is accepted of a step that was open until now: it could have been spent since the backup. The
 * step after this one counts too, because a clock ahead of ours may have shown it already.
 */
async function endSteps(executor: Executor, nowMillis: number): Promise<void> {
  const { builder } = executor;
  const periods = builder.selectFrom("totp_factor").select("period_seconds").distinct();
  for (const { period_seconds } of (await executor.execute(periods.compile())).rows) {
    const step = Math.floor(nowMillis / (period_seconds * SECOND_MILLIS)) + 1;
    await change(
      executor,
      sql`update totp_factor set last_step = ${step}
        where period_seconds = ${period_seconds} and last_step < ${step}`,
    );
  }
}

/** Whether the replaced database was this installation at a time after the backup. */
async function isOfLaterTime(executor: Executor, spent: SpentCodes | undefined): Promise<boolean> {
  const { rows } = await executor.execute(
    executor.builder.selectFrom("sealing_key").select("canary").compile(),
  );
  const canaries = rows.map(({ canary }) => Buffer.from(canary).toString("hex"));
  if (!spent?.canaries.some((canary) => canaries.includes(canary))) return false;
  return spent.newestEventAtMillis >= (await readNewestEvent(executor));
}

async function copySpent(executor: Executor, spent: SpentCodes): Promise<void> {
  for (const { projectId, subjectId, setId, slot, usedAtMillis } of spent.recoveryCodes) {
    await change(
      executor,
      sql`update recovery_code set used_at_millis = ${usedAtMillis}
        where project_id = ${projectId} and subject_id = ${subjectId} and set_id = ${setId}
          and slot = ${slot} and used_at_millis is null`,
    );
  }
  for (const { projectId, subjectId, factorId, lastStep } of spent.steps) {
    await change(
      executor,
      sql`update totp_factor set last_step = ${lastStep}
        where project_id = ${projectId} and subject_id = ${subjectId} and id = ${factorId}
          and last_step < ${lastStep}`,
    );
  }
}

/** Ends every set but those known. Whoever made new codes since had a reason: the old ones stay dead. */
async function voidSets(
  executor: Executor,
  known: ReadonlySet<string>,
  nowMillis: number,
): Promise<readonly Subject[]> {
  const { builder } = executor;
  const sets = builder.selectFrom("recovery_code_set").select(["project_id", "subject_id", "id"]);
  const voided: Subject[] = [];
  for (const { project_id, subject_id, id } of (await executor.execute(sets.compile())).rows) {
    if (known.has(id)) continue;
    const count = await change(
      executor,
      sql`update recovery_code set used_at_millis = ${nowMillis}
        where project_id = ${project_id} and subject_id = ${subject_id} and set_id = ${id}
          and used_at_millis is null`,
    );
    if (count > 0) voided.push({ projectId: project_id, subjectId: subject_id });
  }
  return voided;
}

async function change(executor: Executor, statement: RawBuilder<unknown>): Promise<number> {
  return (await executor.execute(statement.compile(executor.builder))).affectedRows;
}
