import {
  describeAccountEmailStore,
  describeAccountStore,
  describeEmailAdditionStore,
  describeKeptAnswerStore,
  describeNoticeStore,
  describePasswordResetStore,
  describeSessionStore,
  describeSignUpStore,
} from "@twinlatch/accounts/contract";
import type { SequencedEvent } from "@twinlatch/verifier";
import {
  type AuditStoreUnderTest,
  describeAttemptBudgetStore,
  describeAuditStore,
  describeAuditTrailStores,
  describeBreakGlassStore,
  describeBrowserStore,
  describeChallengeStore,
  describeFactorInvitationStore,
  describePasswordDoubtStore,
  describePhoneStore,
  describeProofStore,
  describeRecoveryCodeStore,
  describeReplacementStore,
  describeSealedRecordStore,
  describeSealingKeyStore,
  describeSignInSettingStore,
  describeSmsCodeStore,
  describeSprayingStore,
  describeTextMessageStore,
  describeTextVolumeStore,
  describeTotpStore,
  describeTrustedDeviceStore,
  describeUnitOfWork,
  describeWrappedKeyStore,
} from "@twinlatch/verifier/contract";
import { afterAll, beforeAll, describe } from "vitest";
import {
  collectCleanUp,
  openMigrated,
  TEST_DATABASES,
} from "../../../tests/storage/test-databases.ts";
import type { Database } from "./database.ts";
import type { Executor } from "./executor.ts";
import { openDatabase } from "./open-database.ts";
import type { Storage } from "./open-storage.ts";

for (const testDatabase of TEST_DATABASES) {
  describe(testDatabase.name, () => {
    const { name } = testDatabase;
    const opened = collectCleanUp();
    let storage: Storage;
    let database: Database;

    beforeAll(async () => {
      const migrated = await openMigrated(testDatabase, opened.cleanUp);
      storage = migrated.storage;
      database = openDatabase(migrated.config);
      opened.cleanUp(() => database.close());
    });
    afterAll(opened.run);

    // A database for each test takes a hundred times longer to make than to empty.
    const openStores = async () => {
      await database.write(emptyEveryTable);
      return storage.unitOfWork;
    };
    const openAudit = async (): Promise<AuditStoreUnderTest> => ({
      unitOfWork: await openStores(),
      readRecord: () => database.read(readRecord),
    });
    describeUnitOfWork(name, openStores);
    describeSprayingStore(name, openStores);
    describeTotpStore(name, openStores);
    describePhoneStore(name, openStores);
    describeSmsCodeStore(name, openStores);
    describeTextMessageStore(name, openStores);
    describeTextVolumeStore(name, openStores);
    describeTrustedDeviceStore(name, openStores);
    describeBreakGlassStore(name, openStores);
    describeBrowserStore(name, openStores);
    describeChallengeStore(name, openStores);
    describeFactorInvitationStore(name, openStores);
    describePasswordDoubtStore(name, openStores);
    describeProofStore(name, openStores);
    describeRecoveryCodeStore(name, openStores);
    describeReplacementStore(name, openStores);
    describeAttemptBudgetStore(name, openStores);
    describeSignInSettingStore(name, openStores);
    describeSealingKeyStore(name, openStores);
    describeWrappedKeyStore(name, openStores);
    describeSealedRecordStore(name, openStores);
    describeAccountStore(name, openStores);
    describeAccountEmailStore(name, openStores);
    describeEmailAdditionStore(name, openStores);
    describePasswordResetStore(name, openStores);
    describeSessionStore(name, openStores);
    describeSignUpStore(name, openStores);
    describeKeptAnswerStore(name, openStores);
    describeNoticeStore(name, openStores);
    describeAuditStore(name, openAudit);
    describeAuditTrailStores(name, async () => {
      await openStores();
      return storage.auditTrail;
    });
  });
}

async function emptyEveryTable({ builder, execute }: Executor): Promise<void> {
  for (const table of [
    "session",
    "account",
    "sign_up",
    "kept_answer",
    "notice",
    "totp_factor",
    "phone_factor",
    "sms_code",
    "text_message",
    "text_volume",
    "prefix_suspension",
    "recovery_code_set",
    "break_glass_code",
    "factor_replacement",
    "factor_invitation",
    "challenge",
    "recognised_browser",
    "trusted_device",
    "password_doubt",
    "spraying_alarm",
    "suspect_hour",
    "attempt_budget",
    "sign_in_setting",
    "sealing_key",
    "wrapped_key",
    "audit_event",
    "audit_seal",
    "audit_chain",
    "audit_head",
  ] as const) {
    await execute(builder.deleteFrom(table).compile());
  }
}

async function readRecord({ builder, execute }: Executor): Promise<SequencedEvent[]> {
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
