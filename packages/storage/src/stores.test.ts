import {
  describeAccountStore,
  describeSessionStore,
  describeSignUpStore,
} from "@twinlatch/accounts/contract";
import {
  type AuditStoreUnderTest,
  describeAttemptBudgetStore,
  describeAuditStore,
  describeChallengeStore,
  describeRecoveryCodeStore,
  describeSignInSettingStore,
  describeTotpStore,
  describeUnitOfWork,
  type RecordedEvent,
} from "@twinlatch/verifier/contract";
import { onTestFinished } from "vitest";
import { openMigrated, TEST_DATABASES } from "../../../tests/storage/test-databases.ts";
import type { Executor } from "./executor.ts";
import { openDatabase } from "./open-database.ts";

for (const { name, create } of TEST_DATABASES) {
  const openStores = async () => (await openMigrated(await create())).unitOfWork;
  describeUnitOfWork(name, openStores);
  describeTotpStore(name, openStores);
  describeChallengeStore(name, openStores);
  describeRecoveryCodeStore(name, openStores);
  describeAttemptBudgetStore(name, openStores);
  describeSignInSettingStore(name, openStores);
  describeAccountStore(name, openStores);
  describeSessionStore(name, openStores);
  describeSignUpStore(name, openStores);
  describeAuditStore(name, async (): Promise<AuditStoreUnderTest> => {
    const config = await create();
    const { unitOfWork } = await openMigrated(config);
    const database = openDatabase(config);
    onTestFinished(() => database.close());
    return { unitOfWork, readRecord: () => database.read(readRecord) };
  });
}

async function readRecord({ builder, execute }: Executor): Promise<RecordedEvent[]> {
  const events = builder.selectFrom("audit_event").selectAll().orderBy("sequence");
  const { rows } = await execute(events.compile());
  return rows.map((row) => ({
    sequence: row.sequence,
    id: row.id,
    atMillis: row.at_millis,
    projectId: row.project_id,
    subjectId: row.subject_id ?? undefined,
    type: row.type,
    outcome: row.outcome,
    reason: row.reason ?? undefined,
    sessionId: row.session_id ?? undefined,
    challengeId: row.challenge_id ?? undefined,
    factorId: row.factor_id ?? undefined,
    factorKind: row.factor_kind ?? undefined,
    factorLabel: row.factor_label ?? undefined,
    target: row.target ?? undefined,
    origin: { ip: row.ip, userAgent: row.user_agent, requestId: row.request_id },
  }));
}
