import { asObject } from "../json-object.ts";
import type { ProviderAnswer } from "../provider-http.ts";
import type { Submission, TextRefusalReason } from "../text-provider.ts";

/** Twilio's error codes that say more than "not this text" (twilio.com/docs/api/errors). */
const REASONS_BY_CODE: ReadonlyMap<number, TextRefusalReason> = new Map([
  [20_003, "account_refused"],
  [20_005, "account_refused"],
  [20_006, "account_refused"],
  [20_404, "account_refused"],
  [20_429, "throttled"],
  [20_503, "unavailable"],
  // The number cannot be: not valid, a landline, or its owner replied STOP.
  [21_211, "unreachable_number"],
  [21_217, "unreachable_number"],
  [21_610, "unreachable_number"],
  [21_614, "unreachable_number"],
]);

const MESSAGE_OR_CALL = /^(?:SM|MM|CA)[0-9a-fA-F]{32}$/;
/** States of a message or call that Twilio took and that may still arrive. */
const STATES = new Set(["accepted", "queued", "sending", "sent", "initiated", "ringing"]);

/** Reads how Twilio answered a request to send a message or make a call. */
export function readTwilioAnswer(answer: ProviderAnswer): Submission {
  if (answer.outcome === "not_sent") return { outcome: "refused", reason: "unreachable" };
  if (answer.outcome === "unknown") return { outcome: "uncertain", reason: answer.reason };
  const { status } = answer;
  const body: { sid?: unknown; status?: unknown; code?: unknown } = asObject(answer.body);
  if (status === 200 || status === 201) return readTaken(body);
  const code = typeof body.code === "number" && Number.isInteger(body.code) ? body.code : undefined;
  const reason = code === undefined ? undefined : REASONS_BY_CODE.get(code);
  // What is wrong with a request is said with 4xx. With 5xx only some codes say that nothing was done.
  if (code !== undefined && status >= 400 && (status < 500 || reason === "unavailable")) {
    return { outcome: "refused", reason: reason ?? "declined", code: String(code) };
  }
  return {
    outcome: "uncertain",
    reason: status >= 500 ? "server_error" : "unexpected_answer",
    code: code === undefined ? String(status) : String(code),
  };
}

function readTaken({ sid, status }: { sid?: unknown; status?: unknown }): Submission {
  const isTaken = typeof sid === "string" && MESSAGE_OR_CALL.test(sid);
  if (!isTaken || typeof status !== "string" || !STATES.has(status)) {
    return { outcome: "uncertain", reason: "unexpected_answer" };
  }
  return { outcome: "accepted", messageId: sid };
}
