import { createHash, createHmac } from "node:crypto";
import type { Clock, DeliveryReceipt } from "@twinlatch/verifier";
import { parseObject } from "../json-object.ts";
import { isSameSignature } from "../same-signature.ts";
import type { SecretText } from "../secret-text.ts";
import type { ReceiptReader, ReceiptRequest } from "../text-provider.ts";

/** What Vonage calls the last state of a text message. */
const FINAL_STATES: ReadonlyMap<unknown, DeliveryReceipt["status"]> = new Map([
  ["delivered", "delivered"],
  ["rejected", "undelivered"],
  ["undeliverable", "undelivered"],
]);

/** A token that is older, or from further ahead, has been kept by somebody. */
const MAX_AGE_SECONDS = 300;

interface Claims {
  readonly iat?: unknown;
  readonly payload_hash?: unknown;
}

export interface VonageReceiptOptions {
  readonly signatureSecret: SecretText;
  readonly clock: Clock;
}

/** Reads Vonage's message status webhooks, which carry a JSON Web Token over the body. */
export function createVonageReceiptReader(
  provider: string,
  options: VonageReceiptOptions,
): ReceiptReader {
  return (request) => {
    if (!isSigned(request, options)) return "forged";
    const body = parseObject(Buffer.from(request.rawBody).toString("utf8"));
    const { message_uuid: messageId, status: state }: { message_uuid?: unknown; status?: unknown } =
      body;
    const status = FINAL_STATES.get(state);
    if (typeof messageId !== "string" || status === undefined) return "ignored";
    return { provider, messageId, status };
  };
}

function isSigned(
  { method, headers, rawBody }: ReceiptRequest,
  { signatureSecret, clock }: VonageReceiptOptions,
): boolean {
  const { authorization } = headers;
  if (method !== "POST" || typeof authorization !== "string") return false;
  const token = /^Bearer ([A-Za-z0-9._-]{1,4096})$/i.exec(authorization)?.[1];
  const claims = token === undefined ? undefined : readHs256Token(token, signatureSecret);
  if (claims === undefined || typeof claims.iat !== "number") return false;
  const ageSeconds = clock.nowMillis() / 1_000 - claims.iat;
  if (!(Math.abs(ageSeconds) <= MAX_AGE_SECONDS)) return false;
  const hash = createHash("sha256").update(rawBody).digest("hex");
  return typeof claims.payload_hash === "string" && isSameSignature(claims.payload_hash, hash);
}

/**
 * The claims of a JSON Web Token that this key signed with HMAC-SHA-256 (RFC 7515, `HS256`); undefined
 * for every other one: no other algorithm, `none` included, is ever taken.
 */
export function readHs256Token(token: string, key: SecretText): Claims | undefined {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0) return undefined;
  const expected = createHmac("sha256", key.reveal()).update(`${header}.${payload}`);
  if (!isSameSignature(signature, expected.digest("base64url"))) return undefined;
  const { alg }: { alg?: unknown } = parseObject(decode(header));
  return alg === "HS256" ? parseObject(decode(payload)) : undefined;
}

function decode(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}
