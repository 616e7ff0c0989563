import { createHmac } from "node:crypto";
import { isSameSignature } from "../same-signature.ts";

/** What is signed: the message's id, when it was signed, and its body. */
export interface SignedWebhook {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/** Longer ago, or further ahead, a signature counts no more. */
const WINDOW_SECONDS = 300;

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/;
const MIN_KEY_BYTES = 24;

/** The key in a secret as Standard Webhooks writes it; undefined when it is none, or too short. */
export function parseWebhookSecret(text: string): Uint8Array | undefined {
  const key = Buffer.from(SECRET.exec(text)?.[1] ?? "", "base64");
  return key.length >= MIN_KEY_BYTES ? key : undefined;
}

/** The signature of Standard Webhooks 1.0: `v1,` and base64 of an HMAC-SHA-256. docs/protocol/text-webhook.md */
export function signWebhook(
  key: Uint8Array,
  { id, timestampSeconds, body }: SignedWebhook,
): string {
  const hmac = createHmac("sha256", key).update(`${id}.${timestampSeconds}.`).update(body);
  return `v1,${hmac.digest("base64")}`;
}

/** Whether one of the signatures, separated by blanks, is right, and of the last five minutes. */
export function isWebhookSigned(
  key: Uint8Array,
  message: SignedWebhook,
  { signatures, nowMillis }: { signatures: string; nowMillis: number },
): boolean {
  const ageSeconds = nowMillis / 1_000 - message.timestampSeconds;
  if (!(Math.abs(ageSeconds) <= WINDOW_SECONDS)) return false;
  const expected = signWebhook(key, message);
  return signatures
    .split(" ")
    .slice(0, 10)
    .some((signature) => isSameSignature(signature, expected));
}
