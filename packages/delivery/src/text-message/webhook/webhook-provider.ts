import type { OutgoingText } from "@twinlatch/verifier";
import { type Static, Type } from "typebox";
import { httpUrl, providerFields, secretFile, textChannels } from "../config-fields.ts";
import { asObject } from "../json-object.ts";
import type { ProviderAnswer } from "../provider-http.ts";
import { defineProviderKind, isPlainHttp, type ProviderDeps } from "../provider-kind.ts";
import { TextConfigError } from "../text-config-error.ts";
import type { Submission, TextProvider, TextRefusalReason } from "../text-provider.ts";
import { createWebhookReceiptReader } from "./webhook-receipt.ts";
import { parseWebhookSecret, signWebhook } from "./webhook-signature.ts";

const schema = Type.Object(
  {
    kind: Type.Literal("webhook"),
    ...providerFields,
    channels: Type.Optional(textChannels),
    url: httpUrl,
    secretFile,
  },
  { additionalProperties: false },
);

type WebhookConfig = Static<typeof schema>;

const MESSAGE_ID = /^[\x21-\x7e]{1,128}$/;

/** Any other way, by a program of the operator's own. docs/protocol/text-webhook.md */
export const webhookKind = defineProviderKind("webhook", {
  schema,
  secretFiles: (config) => [config.secretFile],
  isPlain: ({ url }) => isPlainHttp(url),
  create: createWebhookProvider,
});

function createWebhookProvider(
  name: string,
  config: WebhookConfig,
  { clock, post, secretOf, receiptUrl }: ProviderDeps,
): TextProvider {
  const { channels = ["sms"], prefixes } = config;
  const url = new URL(config.url);
  const key = parseWebhookSecret(secretOf(config.secretFile).reveal());
  if (key === undefined) {
    throw new TextConfigError([
      `${name}: "secretFile" must hold whsec_ and the base64 of 24 random bytes or more`,
    ]);
  }
  return {
    name,
    channels,
    prefixes,
    async submit(text, signal) {
      const timestampSeconds = Math.floor(clock.nowMillis() / 1_000);
      const body = JSON.stringify(messageOf(text, { timestampSeconds, receiptUrl }));
      const headers = {
        "content-type": "application/json",
        "webhook-id": text.id,
        "webhook-timestamp": String(timestampSeconds),
        "webhook-signature": signWebhook(key, {
          id: text.id,
          timestampSeconds,
          body: Buffer.from(body),
        }),
      };
      return readAnswer(await post({ url, headers, body }, signal));
    },
    readReceipt: createWebhookReceiptReader(name, { key, clock }),
  };
}

function messageOf(
  { id, channel, to, text, language, expiresAtMillis }: OutgoingText,
  { timestampSeconds, receiptUrl }: { timestampSeconds: number; receiptUrl: string | undefined },
): Record<string, unknown> {
  const expiresAt = new Date(expiresAtMillis).toISOString();
  return {
    type: "text.send",
    timestamp: new Date(timestampSeconds * 1_000).toISOString(),
    data: { id, channel, to, text, language, expiresAt, receiptUrl },
  };
}

/** Only `accepted`, in so many words, says whether the text is on its way. */
function readAnswer(answer: ProviderAnswer): Submission {
  if (answer.outcome === "not_sent") return { outcome: "refused", reason: "unreachable" };
  if (answer.outcome === "unknown") return { outcome: "uncertain", reason: answer.reason };
  const { status } = answer;
  const body: { accepted?: unknown; messageId?: unknown; reason?: unknown } = asObject(answer.body);
  const isSuccess = status >= 200 && status < 300;
  if (body.accepted === false) {
    if (body.reason === "unreachable_number") return { outcome: "refused", reason: body.reason };
    return { outcome: "refused", reason: reasonOf(status), code: String(status) };
  }
  const { messageId } = body;
  const isNamed = typeof messageId === "string" && MESSAGE_ID.test(messageId);
  if (isSuccess && body.accepted === true && (isNamed || messageId === undefined)) {
    return { outcome: "accepted", messageId: isNamed ? messageId : undefined };
  }
  return {
    outcome: "uncertain",
    reason: status >= 500 ? "server_error" : "unexpected_answer",
    code: String(status),
  };
}

function reasonOf(status: number): TextRefusalReason {
  if (status === 429) return "throttled";
  return status >= 500 ? "unavailable" : "declined";
}
