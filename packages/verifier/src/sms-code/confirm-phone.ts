import { type Operation, performOperation, type Settle } from "../audit/record-operation.ts";
import { LostClaim } from "../challenge/lost-claim.ts";
import { isDigitCode } from "../platform/digit-code.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import {
  admitFactor,
  dropEnrolments,
  giveFirstCodes,
  prepareFirstFactor,
} from "../policy/first-and-last-factor.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { redeemText } from "../text-message/redeem-text.ts";
import { givingBackOnFault } from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isSpendable, matchSmsCode } from "./match-sms-code.ts";
import { PENDING_PHONE_ATTEMPTS, type PhoneFactor } from "./phone-factor.ts";
import { boundToEnrolment, type SmsCode } from "./sms-code.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "codeHasher" | "factors" | "random" | "tokenHash" | "unitOfWork"
>;

interface Confirmation {
  readonly subject: Subject;
  readonly sessionId: string;
  readonly phoneId: string;
  readonly code: string;
  readonly label?: string | undefined;
  readonly origin: Origin;
}

type Grant<Stores, Granted> = (
  stores: Stores,
  nowMillis: number,
  activated: { readonly phone: PhoneFactor; readonly isFirst: boolean },
) => Promise<Granted | undefined>;

/** A phone in use. */
export interface ConfirmedPhone<Granted> {
  readonly outcome: "confirmed";
  readonly phone: PhoneFactor;
  /** Given with the subject's first factor; shown this once. */
  readonly recoveryCodes?: readonly string[];
  readonly granted: Granted;
}

/**
 * Proves a phone with the code that was sent to it, and takes it into use. The subject's first factor
 * brings eight recovery codes; two-factor authentication stays off until the owner chooses when to be
 * asked. `grant` runs in the same transaction; all of it is taken back when `grant` brings undefined.
 *
 * Refused with `not_found` unless this session began the enrolment, `challenge_closed` when it is over or
 * has seen five wrong codes, `malformed_answer` for what is no code at all, `code_expired` when a newer one
 * was sent or its time is over, and `invalid_code`. Wrong codes here guess at nothing that protects the
 * account, so they are counted on the enrolment alone.
 */
export async function confirmPhone<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  input: Confirmation,
  grant: Grant<Stores, Granted>,
  settle?: Settle<Stores, ConfirmedPhone<Granted>>,
): Promise<
  | ConfirmedPhone<Granted>
  | Refusal<"not_found" | "challenge_closed" | "invalid_code" | "code_expired" | "malformed_answer">
> {
  const { subject, sessionId, phoneId, code, origin } = input;
  if (!isDigitCode(code)) return refuse("malformed_answer");
  const nowMillis = deps.clock.nowMillis();
  const phone = await deps.unitOfWork.read((stores) => stores.phones.find(subject, phoneId));
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "sms_code.confirmed",
    sessionId,
    factorId: phoneId,
    factorKind: "sms",
    factorLabel: input.label ?? phone?.label,
    origin,
  };
  const refused = <Reason extends string>(reason: Reason) =>
    performOperation(deps, operation, async () => refuse(reason));

  if (phone?.sessionId !== sessionId) return refused("not_found");
  const by = { sessionId, nowMillis, maxAttempts: PENDING_PHONE_ATTEMPTS };
  const isReserved = await deps.unitOfWork.write((stores) =>
    stores.phones.reserveConfirmation(subject, phoneId, by),
  );
  if (!isReserved) return refused("challenge_closed");
  const giveBack = () =>
    deps.unitOfWork.write((stores) => stores.phones.releaseConfirmation(subject, phoneId));
  const proof = await givingBackOnFault(() => findProof(deps, phone, code), giveBack);
  if (proof === undefined) return refused("invalid_code");
  if (!isSpendable(proof, nowMillis)) {
    await giveBack();
    return refused("code_expired");
  }
  try {
    const { factorLabel: label = phone.label } = operation;
    const proved = { ...phone, label, lastUsedAtMillis: nowMillis };
    return await givingBackOnFault(
      () => activate(deps, operation, { proved, proof, settle }, grant),
      giveBack,
    );
  } catch (error) {
    if (error instanceof LostClaim) return refused("challenge_closed");
    throw error;
  }
}

function findProof<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  phone: PhoneFactor,
  code: string,
): Promise<SmsCode | undefined> {
  return deps.unitOfWork.read(async (stores) => {
    const sent = await stores.smsCodes.list(phone, boundToEnrolment(phone.id));
    return matchSmsCode(deps, sent, { phoneId: phone.id, code });
  });
}

interface Activation<Stores, Granted> {
  readonly proved: PhoneFactor;
  readonly proof: SmsCode;
  readonly settle: Settle<Stores, ConfirmedPhone<Granted>> | undefined;
}

async function activate<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  operation: Operation,
  { proved, proof, settle }: Activation<Stores, Granted>,
  grant: Grant<Stores, Granted>,
): Promise<ConfirmedPhone<Granted>> {
  const { projectId, subjectId, id, label } = proved;
  const subject = { projectId, subjectId };
  const nowMillis = operation.atMillis;
  const fresh = await prepareFirstFactor(deps, subject, nowMillis);
  return performOperation(
    deps,
    operation,
    async (stores) => {
      await holdSubject(stores, subject);
      const { isFirst, isDefault } = await admitFactor(deps, stores, subject);
      const isActivated =
        (await stores.phones.activate(subject, id, { isDefault, label, nowMillis })) &&
        (await stores.smsCodes.spend(proof, nowMillis));
      if (!isActivated) throw new LostClaim("challenge_closed");
      await redeemText(stores, proof.textId, nowMillis);
      if (isDefault) await dropEnrolments(stores, subject);
      const recoveryCodes = await giveFirstCodes(stores, subject, fresh);
      const phone: PhoneFactor = { ...proved, status: "active", isDefault };
      const granted = await grant(stores, nowMillis, { phone, isFirst });
      if (granted === undefined) throw new LostClaim("challenge_closed");
      return { outcome: "confirmed", phone, ...(recoveryCodes && { recoveryCodes }), granted };
    },
    settle,
  );
}
