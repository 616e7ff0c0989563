import { createHmac } from "node:crypto";
import type { DeliveryReceipt } from "@twinlatch/verifier";
import { isSameSignature } from "../same-signature.ts";
import type { SecretText } from "../secret-text.ts";
import type { ReceiptReader, ReceiptRequest } from "../text-provider.ts";

/** What Twilio calls the last state of a message (`MessageStatus`) or of a call (`CallStatus`). */
const FINAL_STATES: ReadonlyMap<string, DeliveryReceipt["status"]> = new Map([
  ["delivered", "delivered"],
  ["read", "delivered"],
  ["completed", "delivered"],
  ["undelivered", "undelivered"],
  ["failed", "undelivered"],
  ["busy", "undelivered"],
  ["no-answer", "undelivered"],
  ["canceled", "undelivered"],
]);

/**
 * Reads Twilio's status callbacks. Twilio signs the address it calls, which is ours to know: what a
 * request says of host and scheme is not looked at.
 */
export function createTwilioReceiptReader(
  provider: string,
  { receiptUrl, authToken }: { receiptUrl: string; authToken: SecretText },
): ReceiptReader {
  return (request) => {
    const parameters = new URLSearchParams(Buffer.from(request.rawBody).toString("utf8"));
    if (!isSigned(request, { receiptUrl, authToken, parameters })) return "forged";
    const messageId = parameters.get("MessageSid") ?? parameters.get("CallSid");
    const state = parameters.get("MessageStatus") ?? parameters.get("CallStatus");
    const status = FINAL_STATES.get(state ?? "");
    if (messageId === null || status === undefined) return "ignored";
    return { provider, messageId, status };
  };
}

/** Base64 of HMAC-SHA-1 of the address and the sorted parameters (twilio.com/docs/usage/security). */
export function signTwilioRequest(
  url: string,
  parameters: URLSearchParams,
  authToken: SecretText,
): string {
  const hmac = createHmac("sha1", authToken.reveal()).update(url);
  for (const name of [...new Set(parameters.keys())].toSorted()) {
    const values = [...new Set(parameters.getAll(name))].toSorted();
    for (const value of values) hmac.update(name + value);
  }
  return hmac.digest("base64");
}

function isSigned(
  { method, url, headers }: ReceiptRequest,
  {
    receiptUrl,
    authToken,
    parameters,
  }: { receiptUrl: string; authToken: SecretText; parameters: URLSearchParams },
): boolean {
  const signature = headers["x-twilio-signature"];
  if (method !== "POST" || typeof signature !== "string") return false;
  const called = new URL(receiptUrl);
  called.search = URL.parse(url, receiptUrl)?.search ?? "";
  return spellings(called).some((spelling) =>
    isSameSignature(signature, signTwilioRequest(spelling, parameters, authToken)),
  );
}

/** Twilio signs some addresses with the port that they do not name, and some without theirs. */
function spellings(url: URL): readonly string[] {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const rest = `${url.pathname}${url.search}`;
  return [
    `${url.protocol}//${url.hostname}${rest}`,
    `${url.protocol}//${url.hostname}:${port}${rest}`,
  ];
}
