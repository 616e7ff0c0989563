import { asObject } from "../json-object.ts";
import type { ProviderAnswer } from "../provider-http.ts";
import type { Submission, TextRefusalReason } from "../text-provider.ts";

/** Codes that say more than "not this text" (developer.vonage.com/api-errors/messages). */
const REASONS_BY_CODE: ReadonlyMap<string, TextRefusalReason> = new Map([
  ["1000", "throttled"],
  ["1050", "unreachable_number"],
  ["1060", "account_refused"],
  ["1070", "account_refused"],
  ["1080", "account_refused"],
  // "Message was not submitted because there was a communication failure."
  ["1100", "unavailable"],
]);

const REASONS_BY_STATUS: ReadonlyMap<number, TextRefusalReason> = new Map([
  [401, "account_refused"],
  [402, "account_refused"],
  [403, "account_refused"],
  [429, "throttled"],
]);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TAKEN = 202;

/** Reads how Vonage's Messages API answered a request to send a message. */
export function readVonageAnswer(answer: ProviderAnswer): Submission {
  if (answer.outcome === "not_sent") return { outcome: "refused", reason: "unreachable" };
  if (answer.outcome === "unknown") return { outcome: "uncertain", reason: answer.reason };
  const { status } = answer;
  const body: { message_uuid?: unknown; type?: unknown; title?: unknown } = asObject(answer.body);
  if (status === TAKEN) {
    const { message_uuid: id } = body;
    return typeof id === "string" && UUID.test(id)
      ? { outcome: "accepted", messageId: id }
      : { outcome: "uncertain", reason: "unexpected_answer" };
  }
  // An error is a problem document (RFC 9457) whose type ends in the code.
  const isProblem = typeof body.type === "string" && typeof body.title === "string";
  const code = isProblem ? /#([0-9]{3,5})$/.exec(String(body.type))?.[1] : undefined;
  const reason = REASONS_BY_CODE.get(code ?? "") ?? REASONS_BY_STATUS.get(status);
  const isRefused = status >= 400 && (status < 500 || reason === "unavailable");
  if (isProblem && isRefused) {
    return { outcome: "refused", reason: reason ?? "declined", code: code ?? String(status) };
  }
  return {
    outcome: "uncertain",
    reason: status >= 500 ? "server_error" : "unexpected_answer",
    code: code ?? String(status),
  };
}
