import type { Clock } from "@twinlatch/verifier";
import { asObject, parseObject } from "../json-object.ts";
import type { ReceiptReader, ReceiptRequest } from "../text-provider.ts";
import { isWebhookSigned } from "./webhook-signature.ts";

interface WebhookReceiptOptions {
  readonly key: Uint8Array;
  readonly clock: Clock;
}

/** Reads receipts that are signed as our own messages are. */
export function createWebhookReceiptReader(
  provider: string,
  options: WebhookReceiptOptions,
): ReceiptReader {
  return (request) => {
    if (!isSigned(request, options)) return "forged";
    const message = parseObject(Buffer.from(request.rawBody).toString("utf8"));
    const { type, data }: { type?: unknown; data?: unknown } = message;
    const { messageId, status }: { messageId?: unknown; status?: unknown } = asObject(data);
    // Our own messages are signed with the same key: the type keeps them apart.
    if (type !== "text.receipt" || typeof messageId !== "string") return "ignored";
    if (status !== "delivered" && status !== "undelivered") return "ignored";
    return { provider, messageId, status };
  };
}

function isSigned(
  { method, headers, rawBody }: ReceiptRequest,
  { key, clock }: WebhookReceiptOptions,
): boolean {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (typeof id !== "string" || typeof timestamp !== "string") return false;
  if (method !== "POST" || typeof signatures !== "string") return false;
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false;
  const message = { id, timestampSeconds: Number(timestamp), body: rawBody };
  return isWebhookSigned(key, message, { signatures, nowMillis: clock.nowMillis() });
}
