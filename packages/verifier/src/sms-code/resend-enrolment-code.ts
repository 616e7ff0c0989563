import type { Operation, Settle } from "../audit/record-operation.ts";
import { isEnrolmentOf, isLive } from "../factor/factor-status.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { TextChannel } from "../text-message/text-carrier.ts";
import { performSending, type TextRefusalReason } from "../text-message/text-refused.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { issueSmsCode, type SentCode, type WriteCode } from "./issue-sms-code.ts";
import { openNumber } from "./open-number.ts";
import { MAX_PENDING_PHONE_MILLIS, PENDING_PHONE_ATTEMPTS } from "./phone-factor.ts";
import { boundToEnrolment, SMS_CODE_MILLIS } from "./sms-code.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  | "clock"
  | "phoneNumbers"
  | "random"
  | "stringBox"
  | "textCarrier"
  | "textPolicy"
  | "tokenHash"
  | "unitOfWork"
>;

/**
 * Sends another code to a phone that this session is adding; the enrolment lives until it expires. Needs
 * no proof: the enrolment needed one. Refused with `not_found` unless this session's enrolment still
 * waits, which it does no more after five wrong codes, and as `sendSmsCode` is.
 */
export async function resendEnrolmentCode<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: {
    readonly subject: Subject;
    readonly sessionId: string;
    readonly phoneId: string;
    readonly channel?: TextChannel | undefined;
    readonly addressBlock: string;
    readonly write: WriteCode;
    readonly origin: Origin;
  },
  settle?: Settle<Stores, { readonly outcome: "sent" } & SentCode>,
): Promise<({ readonly outcome: "sent" } & SentCode) | Refusal<"not_found" | TextRefusalReason>> {
  const { subject, sessionId, phoneId, addressBlock, write, origin } = input;
  const nowMillis = deps.clock.nowMillis();
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "sms_code.sent",
    sessionId,
    factorId: phoneId,
    factorKind: "sms",
    origin,
  };
  return performSending(
    deps,
    operation,
    async (stores, event) => {
      await holdSubject(stores, subject);
      const phone = await stores.phones.find(subject, phoneId);
      const isOurs = phone !== undefined && isEnrolmentOf(phone, sessionId);
      if (!isOurs || !isLive(phone, nowMillis)) return refuse("not_found");
      event.factorLabel = phone.label;
      const latestMillis = phone.createdAtMillis + MAX_PENDING_PHONE_MILLIS;
      if (nowMillis >= latestMillis) return refuse("not_found");
      const expiresAtMillis = Math.min(nowMillis + SMS_CODE_MILLIS, latestMillis);
      const by = { untilMillis: expiresAtMillis, maxAttempts: PENDING_PHONE_ATTEMPTS };
      if (!(await stores.phones.extendPending(subject, phoneId, by))) return refuse("not_found");
      const sent = await issueSmsCode(deps, stores, {
        phone,
        number: openNumber(deps, phone),
        boundTo: boundToEnrolment(phoneId),
        purpose: "enrolment",
        channel: phone.channel === "voice" ? "voice" : (input.channel ?? "sms"),
        addressBlock,
        write,
        nowMillis,
        expiresAtMillis,
      });
      return { outcome: "sent", ...sent };
    },
    settle,
  );
}
