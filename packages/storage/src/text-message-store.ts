import type {
  DeliveryReceipt,
  TextMessage,
  TextMessageStore,
  TextRefusalCause,
  TextStatus,
} from "@twinlatch/verifier";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const insertText = compileOnce((db, text: TextRow) =>
  db.insertInto("text_message").values({
    id: text.id,
    project_id: text.projectId,
    subject_id: text.subjectId,
    purpose: text.purpose,
    channel: text.channel,
    status: text.status,
    cause: text.cause,
    number_key: text.numberKey,
    country: text.country,
    prefix: text.prefix,
    address_block: text.addressBlock,
    sealed_message: text.sealedMessage,
    number_attempt: text.numberAttempt,
    subject_attempt: text.subjectAttempt,
    created_at_millis: text.createdAtMillis,
    expires_at_millis: text.expiresAtMillis,
  }),
);

const findText = compileOnce((db, key: { textId: string }) =>
  db
    .selectFrom("text_message")
    .select([
      "id",
      "project_id as projectId",
      "subject_id as subjectId",
      "purpose",
      "channel",
      "status",
      "cause",
      "number_key as numberKey",
      "country",
      "prefix",
      "address_block as addressBlock",
      "sealed_message as sealedMessage",
      "provider",
      "provider_message_id as providerMessageId",
      "number_attempt as numberAttempt",
      "subject_attempt as subjectAttempt",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
      "redeemed_at_millis as redeemedAtMillis",
    ])
    .where("id", "=", key.textId),
);

const claimText = compileOnce((db, by: { textId: string; nowMillis: number }) =>
  db
    .updateTable("text_message")
    .set({ status: "handing_over", sealed_message: null, claimed_at_millis: by.nowMillis })
    .where("id", "=", by.textId)
    .where("status", "=", "waiting")
    .where("expires_at_millis", ">", by.nowMillis),
);

interface Conclusion {
  readonly textId: string;
  readonly status: TextStatus;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
}

const concludeText = compileOnce((db, by: Conclusion) =>
  db
    .updateTable("text_message")
    .set({
      status: by.status,
      provider: by.provider,
      provider_message_id: by.providerMessageId,
    })
    .where("id", "=", by.textId)
    .where("status", "=", "handing_over"),
);

const redeemText = compileOnce((db, by: { textId: string; nowMillis: number }) =>
  db
    .updateTable("text_message")
    .set({ redeemed_at_millis: by.nowMillis })
    .where("id", "=", by.textId)
    .where("redeemed_at_millis", "is", null),
);

const noteReceipt = compileOnce((db, by: DeliveryReceipt) =>
  db
    .updateTable("text_message")
    .set({ status: by.status })
    .where("provider_message_id", "=", by.messageId)
    .where("provider", "=", by.provider)
    .where("status", "in", [sql.lit("handed_over" as const), sql.lit("undelivered" as const)]),
);

const listWaiting = compileOnce(
  (db, by: { beforeMillis: number; nowMillis: number; limit: number }) =>
    db
      .selectFrom("text_message")
      .select("id")
      .where("status", "=", sql.lit("waiting" as const))
      .where("created_at_millis", "<", by.beforeMillis)
      .where("expires_at_millis", ">", by.nowMillis)
      .orderBy("created_at_millis")
      .limit(by.limit),
);

const giveUpHandOvers = compileOnce((db, by: { claimedBeforeMillis: number }) =>
  db
    .updateTable("text_message")
    .set({ status: "uncertain" })
    .where("status", "=", sql.lit("handing_over" as const))
    .where("claimed_at_millis", "<", by.claimedBeforeMillis),
);

const listExpired = compileOnce((db, by: { nowMillis: number; limit: number }) =>
  db
    .selectFrom("text_message")
    .select("id")
    .where("status", "=", sql.lit("waiting" as const))
    .where("expires_at_millis", "<=", by.nowMillis)
    .orderBy("created_at_millis")
    .limit(by.limit),
);

const expireText = compileOnce((db, by: { textId: string; nowMillis: number }) =>
  db
    .updateTable("text_message")
    .set({ status: "failed", sealed_message: null })
    .where("id", "=", by.textId)
    .where("status", "=", "waiting")
    .where("expires_at_millis", "<=", by.nowMillis),
);

const purgeTexts = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("text_message")
    .where("id", "in", (eb) =>
      eb
        .selectFrom("text_message")
        .select("id")
        .where("created_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Decisions about texts, and those that wait, in the table `text_message`. */
export function textMessageStore(executor: Executor): TextMessageStore {
  return {
    async insert(text) {
      await insertText.change(executor, toRow(text));
    },
    async find(textId) {
      const row = await findText.first(executor, { textId });
      return row && toText(row);
    },
    claim: async (textId, nowMillis) =>
      (await claimText.change(executor, { textId, nowMillis })) === 1,
    async conclude(textId, { status, provider = null, providerMessageId = null }) {
      const by = { textId, status, provider, providerMessageId };
      return (await concludeText.change(executor, by)) === 1;
    },
    redeem: async (textId, nowMillis) =>
      (await redeemText.change(executor, { textId, nowMillis })) === 1,
    noteReceipt: async (receipt) => (await noteReceipt.change(executor, receipt)) > 0,
    listWaiting: async (by) => (await listWaiting.all(executor, by)).map(({ id }) => id),
    giveUp: (claimedBeforeMillis) => giveUpHandOvers.change(executor, { claimedBeforeMillis }),
    listExpired: async (by) => (await listExpired.all(executor, by)).map(({ id }) => id),
    expire: async (textId, nowMillis) =>
      (await expireText.change(executor, { textId, nowMillis })) === 1,
    purge: (beforeMillis) => purgeTexts.change(executor, { beforeMillis }),
  };
}

type Optional =
  | "cause"
  | "country"
  | "numberAttempt"
  | "provider"
  | "providerMessageId"
  | "redeemedAtMillis"
  | "sealedMessage"
  | "subjectAttempt";

/** A text with SQL's null. */
type TextRow = Omit<TextMessage, Optional> & {
  readonly cause: TextRefusalCause | null;
  readonly country: string | null;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
  readonly numberAttempt: string | null;
  readonly subjectAttempt: string | null;
  readonly redeemedAtMillis: number | null;
  readonly sealedMessage: Uint8Array | null;
};

function toRow(text: TextMessage): TextRow {
  return {
    ...text,
    cause: text.cause ?? null,
    country: text.country ?? null,
    provider: text.provider ?? null,
    providerMessageId: text.providerMessageId ?? null,
    numberAttempt: text.numberAttempt ?? null,
    subjectAttempt: text.subjectAttempt ?? null,
    redeemedAtMillis: text.redeemedAtMillis ?? null,
    sealedMessage: text.sealedMessage.length === 0 ? null : text.sealedMessage,
  };
}

function toText(row: TextRow): TextMessage {
  return {
    ...row,
    cause: row.cause ?? undefined,
    country: row.country ?? undefined,
    provider: row.provider ?? undefined,
    providerMessageId: row.providerMessageId ?? undefined,
    numberAttempt: row.numberAttempt ?? undefined,
    subjectAttempt: row.subjectAttempt ?? undefined,
    redeemedAtMillis: row.redeemedAtMillis ?? undefined,
    sealedMessage: new Uint8Array(row.sealedMessage ?? []),
  };
}
