import type { DeliveryReceipt } from "@twinlatch/verifier";

/** Which of our messages a receipt is for, and how it went. */
export type SmppReceipt = Pick<DeliveryReceipt, "messageId" | "status">;

/** The fields of a `deliver_sm` that a receipt can stand in. */
export interface SmppDelivery {
  readonly esm_class?: unknown;
  readonly short_message?: unknown;
  readonly message_payload?: unknown;
  readonly receipted_message_id?: unknown;
  readonly message_state?: unknown;
}

/** The type of message in `esm_class` that says: this is a delivery receipt (SMPP 3.4 §5.2.12). */
const ESM_TYPE_MASK = 0x3c;
const ESM_RECEIPT = 0x04;

/** Final values of the parameter `message_state` (SMPP 3.4 §5.2.28). */
const STATES_BY_NUMBER: ReadonlyMap<unknown, DeliveryReceipt["status"]> = new Map([
  [2, "delivered"],
  [3, "undelivered"],
  [4, "undelivered"],
  [5, "undelivered"],
  [8, "undelivered"],
]);

/** The same in a receipt's text (SMPP 3.4 Appendix B). */
const STATES_BY_WORD: ReadonlyMap<string, DeliveryReceipt["status"]> = new Map([
  ["DELIVRD", "delivered"],
  ["EXPIRED", "undelivered"],
  ["DELETED", "undelivered"],
  ["UNDELIV", "undelivered"],
  ["REJECTD", "undelivered"],
]);

const TEXT_ID = /\bid:\s*([\x21-\x7e]{1,65})/i;
const TEXT_STATE = /\bstat:\s*([A-Z]{7})/i;

/**
 * Reads a `deliver_sm`. Undefined when it is no receipt, or none of a final state. The parameters
 * count before the text, whose form every message centre makes its own.
 */
export function readSmppReceipt(pdu: SmppDelivery): SmppReceipt | undefined {
  const esmClass = typeof pdu.esm_class === "number" ? pdu.esm_class : 0;
  if ((esmClass & ESM_TYPE_MASK) !== ESM_RECEIPT) return undefined;
  const text = textOf(pdu.short_message) || textOf(pdu.message_payload);
  const status =
    STATES_BY_NUMBER.get(pdu.message_state) ??
    STATES_BY_WORD.get(TEXT_STATE.exec(text)?.[1]?.toUpperCase() ?? "");
  const messageId = idOf(pdu.receipted_message_id) ?? TEXT_ID.exec(text)?.[1];
  return messageId === undefined || status === undefined ? undefined : { messageId, status };
}

/** Where it does not end in a zero, the library reads on into the next parameter, whose tag is no character. */
function idOf(parameter: unknown): string | undefined {
  return typeof parameter === "string" ? /^[\x21-\x7e]{1,65}/.exec(parameter)?.[0] : undefined;
}

/** The library hands over what it decoded as `{ message }`, and what it could not as bytes. */
function textOf(field: unknown): string {
  const { message }: { message?: unknown } =
    typeof field === "object" && field !== null ? field : {};
  if (typeof message === "string") return message;
  return message instanceof Uint8Array ? Buffer.from(message).toString("latin1") : "";
}
