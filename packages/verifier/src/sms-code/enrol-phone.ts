import type { Operation, Settle } from "../audit/record-operation.ts";
import { heldFactors } from "../factor/factor-status.ts";
import { newId } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import {
  checkProof,
  type ProofRefusal,
  type StepUpDemand,
  spendProof,
} from "../step-up/spend-proof.ts";
import { hintOf, type PhoneNumber } from "../text-message/phone-number.ts";
import { performSending, type TextRefusalReason } from "../text-message/text-refused.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { issueSmsCode, type SentCode, type WriteCode } from "./issue-sms-code.ts";
import {
  MAX_PHONES,
  numberKeyOf,
  PENDING_PHONE_MILLIS,
  type PhoneFactor,
  phonePlace,
} from "./phone-factor.ts";
import { boundToEnrolment } from "./sms-code.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  | "clock"
  | "factors"
  | "phoneNumbers"
  | "random"
  | "stringBox"
  | "textCarrier"
  | "textPolicy"
  | "tokenHash"
  | "unitOfWork"
>;

/** A new phone, and the code that is on its way to it. */
export interface EnrolledPhone extends SentCode {
  readonly outcome: "enrolled";
  readonly phone: PhoneFactor;
}

/**
 * Begins to add a phone, and sends it a code. Until `confirmPhone` proves it, it gets nothing else and
 * opens nothing; it dies after ten minutes. It replaces an earlier unconfirmed one of the same session.
 * A landline is called instead.
 *
 * Refused with `phone_invalid` for what is no number, `phone_not_supported` for premium and satellite
 * numbers and where there is nothing to call or text it by, `country_not_supported`,
 * `phone_already_added`, `too_many_factors` at five confirmed ones, `too_many_texts` and
 * `text_unavailable` as `sendSmsCode` says, and as `spendProof` does; the proof stays unspent.
 */
export async function enrolPhone<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: {
    readonly demand: StepUpDemand;
    /** In E.164 form. */
    readonly phone: string;
    readonly label: string;
    readonly addressBlock: string;
    readonly write: WriteCode;
    readonly origin: Origin;
  },
  settle?: Settle<Stores, EnrolledPhone>,
): Promise<
  | EnrolledPhone
  | ProofRefusal
  | Refusal<"phone_invalid" | "phone_already_added" | "too_many_factors" | TextRefusalReason>
> {
  const { demand, label, addressBlock, write, origin } = input;
  const { subject, sessionId } = demand;
  const nowMillis = deps.clock.nowMillis();
  const number = deps.phoneNumbers.parse(input.phone);
  if (number === undefined) return refuse("phone_invalid");
  const phone = newPhone(deps, demand, { number, label, nowMillis });
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "sms_code.enrolled",
    sessionId,
    factorKind: "sms",
    factorLabel: label,
    origin,
  };
  return performSending(
    deps,
    operation,
    async (stores, event) => {
      await holdSubject(stores, subject);
      const obstacle = await findObstacle(deps, stores, { demand, phone, nowMillis });
      if (obstacle !== undefined) return obstacle;
      const allowance = await spendProof(deps, stores, demand, nowMillis);
      if (allowance.outcome === "refused") return allowance;
      await stores.phones.removePendingOf(subject, sessionId);
      await stores.phones.insert(phone);
      event.factorId = phone.id;
      const sent = await issueSmsCode(deps, stores, {
        phone,
        number,
        boundTo: boundToEnrolment(phone.id),
        purpose: "enrolment",
        channel: phone.channel,
        addressBlock,
        write,
        nowMillis,
        expiresAtMillis: phone.expiresAtMillis,
      });
      return { outcome: "enrolled", phone, ...sent };
    },
    settle,
  );
}

async function findObstacle(
  deps: Pick<VerifierDeps, "factors" | "tokenHash">,
  stores: VerifierStores,
  asked: { readonly demand: StepUpDemand; readonly phone: PhoneFactor; readonly nowMillis: number },
): Promise<ProofRefusal | Refusal<"phone_already_added" | "too_many_factors"> | undefined> {
  const { demand, phone, nowMillis } = asked;
  // Which number is there already is nobody's to try out who could add none.
  const proved = await checkProof(deps, stores, demand, nowMillis);
  if (proved.outcome === "refused") return proved;
  const held = heldFactors(await stores.phones.list(phone));
  if (held.some(({ numberKey }) => numberKey === phone.numberKey)) {
    return refuse("phone_already_added");
  }
  return held.length >= MAX_PHONES ? refuse("too_many_factors") : undefined;
}

function newPhone(
  deps: Pick<VerifierDeps, "random" | "stringBox" | "tokenHash">,
  { subject, sessionId }: StepUpDemand,
  made: { number: PhoneNumber; label: string; nowMillis: number },
): PhoneFactor {
  const { number, label, nowMillis } = made;
  const id = newId(deps.random, "pho", nowMillis);
  return {
    ...subject,
    id,
    label,
    status: "pending",
    isDefault: false,
    sealedNumber: deps.stringBox.seal(number.e164, phonePlace(subject, id)),
    numberKey: numberKeyOf(deps, number.e164),
    hint: hintOf(number.e164),
    channel: number.use === "fixed" ? "voice" : "sms",
    consecutiveFailures: 0,
    sessionId,
    createdAtMillis: nowMillis,
    expiresAtMillis: nowMillis + PENDING_PHONE_MILLIS,
  };
}
