import type { OutgoingText } from "@twinlatch/verifier";
import { type Static, Type } from "typebox";
import { httpUrl, providerFields, secretFile, sender, smsOnly } from "../config-fields.ts";
import { defineProviderKind, isPlainHttp, type ProviderDeps } from "../provider-kind.ts";
import type { TextProvider } from "../text-provider.ts";
import { readVonageAnswer } from "./vonage-answer.ts";
import { createVonageReceiptReader } from "./vonage-receipt.ts";

const schema = Type.Object(
  {
    kind: Type.Literal("vonage"),
    ...providerFields,
    channels: Type.Optional(smsOnly),
    apiKey: Type.String({ pattern: "^[0-9A-Za-z]{1,32}$" }),
    apiSecretFile: secretFile,
    /** Receipts are believed only with it. */
    signatureSecretFile: secretFile,
    from: sender,
    /** Another region, such as `https://api-eu.vonage.com`. */
    apiUrl: Type.Optional(httpUrl),
  },
  { additionalProperties: false },
);

type VonageConfig = Static<typeof schema>;

const API_URL = "https://api.nexmo.com";
/** The shortest time that Vonage lets a message wait for. */
const MIN_VALIDITY_SECONDS = 20;

/** Text messages by Vonage's Messages API (developer.vonage.com/api/messages). */
export const vonageKind = defineProviderKind("vonage", {
  schema,
  secretFiles: ({ apiSecretFile, signatureSecretFile }) => [apiSecretFile, signatureSecretFile],
  isPlain: ({ apiUrl = API_URL }) => isPlainHttp(apiUrl),
  create: createVonageProvider,
});

function createVonageProvider(
  name: string,
  config: VonageConfig,
  { clock, post, secretOf, receiptUrl }: ProviderDeps,
): TextProvider {
  const { apiKey, apiUrl = API_URL, prefixes } = config;
  const apiSecret = secretOf(config.apiSecretFile).reveal();
  const headers = {
    authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`,
    "content-type": "application/json",
  };
  const url = new URL("/v1/messages", apiUrl);
  return {
    name,
    channels: ["sms"],
    prefixes,
    async submit(text, signal) {
      const message = messageOf(config, text, clock.nowMillis());
      const receipts = receiptUrl?.startsWith("https:")
        ? { webhook_url: receiptUrl, webhook_version: "v1" }
        : {};
      const body = JSON.stringify({ ...message, ...receipts });
      return readVonageAnswer(await post({ url, headers, body }, signal));
    },
    readReceipt: createVonageReceiptReader(name, {
      signatureSecret: secretOf(config.signatureSecretFile),
      clock,
    }),
  };
}

function messageOf(
  { from }: VonageConfig,
  { id, to, text, expiresAtMillis }: OutgoingText,
  nowMillis: number,
): Record<string, unknown> {
  const seconds = Math.ceil((expiresAtMillis - nowMillis) / 1_000);
  return {
    channel: "sms",
    message_type: "text",
    // Vonage writes numbers without the plus.
    to: to.replace(/^\+/, ""),
    from: from.replace(/^\+/, ""),
    text,
    client_ref: id.slice(0, 100),
    ttl: Math.max(seconds, MIN_VALIDITY_SECONDS),
  };
}
