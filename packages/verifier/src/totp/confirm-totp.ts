import { type Operation, performOperation, type Settle } from "../audit/record-operation.ts";
import { LostClaim } from "../challenge/lost-claim.ts";
import { activeFactors } from "../factor/factor-status.ts";
import { preferFactor } from "../factor/held-factors.ts";
import { requireReliableClock } from "../platform/clock.ts";
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
import { givingBackOnFault } from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { matchTotp } from "./match-totp.ts";
import { PENDING_TOTP_ATTEMPTS, type TotpFactor } from "./totp-factor.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "codeHasher" | "factors" | "hmac" | "random" | "secretBox" | "unitOfWork"
>;

interface Confirmation {
  readonly subject: Subject;
  readonly sessionId: string;
  readonly factorId: string;
  readonly code: string;
  readonly label?: string | undefined;
  readonly origin: Origin;
}

/** What `grant` is told. */
export interface ActivatedTotp {
  readonly factor: TotpFactor;
  /** The first one enabled two-factor authentication. */
  readonly isFirst: boolean;
}

type Grant<Stores, Granted> = (
  stores: Stores,
  nowMillis: number,
  activated: ActivatedTotp,
) => Promise<Granted | undefined>;

interface Listeners<Stores, Granted> {
  readonly grant: Grant<Stores, Granted>;
  readonly settle: Settle<Stores, ConfirmedTotp<Granted>> | undefined;
}

/** A live authenticator. */
export interface ConfirmedTotp<Granted> {
  readonly outcome: "confirmed";
  readonly factor: TotpFactor;
  /** Given with the subject's first factor; shown this once. */
  readonly recoveryCodes?: readonly string[];
  readonly granted: Granted;
}

/**
 * Proves a pending enrolment with its current code and makes it live. The code is spent by that. The
 * first live app turns two-factor authentication on; the first factor of any kind brings eight recovery
 * codes. The only app in use is the default from then on. `grant` runs in
 * the same transaction; all of it is taken back when `grant` brings undefined because what it was for is
 * gone; it is told what became live.
 *
 * Refused with `not_found` unless this session began the enrolment, `challenge_closed` when it is over
 * or has seen ten wrong codes, `malformed_answer` for what is no code at all, and `invalid_code`. Wrong
 * codes here guess at nothing that protects the account, so they are counted on the enrolment alone.
 */
export async function confirmTotp<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  input: Confirmation,
  grant: Grant<Stores, Granted>,
  settle?: Settle<Stores, ConfirmedTotp<Granted>>,
): Promise<
  | ConfirmedTotp<Granted>
  | Refusal<"not_found" | "challenge_closed" | "invalid_code" | "malformed_answer">
> {
  const { subject, sessionId, factorId, code, origin } = input;
  if (!isDigitCode(code)) return refuse("malformed_answer");
  requireReliableClock(deps.clock);
  const nowMillis = deps.clock.nowMillis();
  const factor = await deps.unitOfWork.read((stores) => stores.totp.find(subject, factorId));
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "totp.confirmed",
    sessionId,
    factorId,
    factorKind: "totp",
    factorLabel: input.label ?? factor?.label,
    origin,
  };
  const refused = <Reason extends string>(reason: Reason) =>
    performOperation(deps, operation, async () => refuse(reason));

  if (factor?.sessionId !== sessionId) return refused("not_found");
  const by = { sessionId, nowMillis, maxAttempts: PENDING_TOTP_ATTEMPTS };
  const isReserved = await deps.unitOfWork.write((stores) =>
    stores.totp.reserveConfirmation(subject, factorId, by),
  );
  if (!isReserved) return refused("challenge_closed");
  const { step } = matchTotp(deps, factor, code, nowMillis);
  if (step === undefined) return refused("invalid_code");
  try {
    const { factorLabel: label = factor.label } = operation;
    const proved = { ...factor, label, lastStep: step, lastUsedAtMillis: nowMillis };
    return await givingBackOnFault(
      () => activate(deps, operation, proved, { grant, settle }),
      () => deps.unitOfWork.write((stores) => stores.totp.releaseConfirmation(subject, factorId)),
    );
  } catch (error) {
    if (error instanceof LostClaim) return refused("challenge_closed");
    throw error;
  }
}

async function activate<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  operation: Operation,
  proved: TotpFactor,
  { grant, settle }: Listeners<Stores, Granted>,
): Promise<ConfirmedTotp<Granted>> {
  const { projectId, subjectId, label, lastStep: step } = proved;
  const subject = { projectId, subjectId };
  const nowMillis = operation.atMillis;
  const fresh = await prepareFirstFactor(deps, subject, nowMillis);
  return performOperation(
    deps,
    operation,
    async (stores) => {
      await holdSubject(stores, subject);
      const { isFirst, isDefault } = await admitFactor(deps, stores, subject);
      const isFirstApp = activeFactors(await stores.totp.list(subject)).length === 0;
      const by = { step, isDefault, label, nowMillis };
      if (!(await stores.totp.activate(subject, proved.id, by))) {
        throw new LostClaim("challenge_closed");
      }
      // Whoever turned it off with an app in use keeps it off when another one comes.
      if (isFirstApp && (await stores.signInSettings.get(subject)) === "off") {
        await stores.signInSettings.set(subject, "every_time");
      }
      if (isDefault || isFirstApp) await dropEnrolments(stores, subject);
      // A phone that had it may be the one that was lost, and is the weaker way in any case.
      if (isFirstApp) await preferFactor(stores, subject, proved.id);
      const recoveryCodes = await giveFirstCodes(stores, subject, fresh);
      const state = { status: "active", isDefault: isDefault || isFirstApp } as const;
      const factor: TotpFactor = { ...proved, ...state };
      const granted = await grant(stores, nowMillis, { factor, isFirst });
      if (granted === undefined) throw new LostClaim("challenge_closed");
      return {
        outcome: "confirmed",
        factor,
        ...(recoveryCodes && { recoveryCodes }),
        granted,
      };
    },
    settle,
  );
}
