import { auditEvent } from "../audit/audit-event.ts";
import { listSecondFactors } from "../factor/second-factors.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { giveFirstCodes, prepareFirstFactor } from "../policy/first-and-last-factor.ts";
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
 * first live factor turns two-factor authentication on and brings eight recovery codes. `grant` runs in
 * the same transaction.
 *
 * Refused with `not_found` unless this session began the enrolment, `challenge_closed` when it is over
 * or has seen ten wrong codes, and `invalid_code`. Wrong codes here guess at nothing that protects the
 * account, so they are counted on the enrolment alone.
 */
export async function confirmTotp<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  input: Confirmation,
  grant: (stores: Stores, nowMillis: number) => Promise<Granted>,
): Promise<ConfirmedTotp<Granted> | Refusal<"not_found" | "challenge_closed" | "invalid_code">> {
  const { subject, sessionId, factorId } = input;
  const nowMillis = deps.clock.nowMillis();
  const factor = await deps.unitOfWork.read((stores) => stores.totp.find(subject, factorId));
  if (factor?.sessionId !== sessionId) return refuse("not_found");
  const isReserved = await deps.unitOfWork.write((stores) =>
    stores.totp.reserveConfirmation(subject, factorId, {
      sessionId,
      nowMillis,
      maxAttempts: PENDING_TOTP_ATTEMPTS,
    }),
  );
  const step = isReserved ? matchTotp(deps, factor, input.code, nowMillis) : undefined;
  if (step === undefined) {
    const reason = isReserved ? "invalid_code" : "challenge_closed";
    await deps.unitOfWork.write((stores) => record(deps, stores, input, factor, nowMillis, reason));
    return refuse(reason);
  }
  return activate(
    deps,
    input,
    { ...factor, label: input.label ?? factor.label },
    step,
    nowMillis,
    grant,
  );
}

async function activate<Stores extends VerifierStores, Granted>(
  deps: Deps<Stores>,
  input: Confirmation,
  factor: TotpFactor,
  step: number,
  nowMillis: number,
  grant: (stores: Stores, nowMillis: number) => Promise<Granted>,
): Promise<ConfirmedTotp<Granted> | Refusal<"challenge_closed">> {
  const { subject } = input;
  const fresh = await prepareFirstFactor(deps, subject, nowMillis);
  return deps.unitOfWork.write(async (stores) => {
    const isFirst = (await listSecondFactors(deps, stores, subject)).length === 0;
    const isWon = await stores.totp.activate(subject, factor.id, {
      step,
      isDefault: isFirst,
      label: factor.label,
      nowMillis,
    });
    if (!isWon) {
      await record(deps, stores, input, factor, nowMillis, "challenge_closed");
      return refuse("challenge_closed");
    }
    if (isFirst) {
      await stores.signInSettings.set(subject, "every_time");
      await dropEnrolments(stores, subject);
    }
    const recoveryCodes = await giveFirstCodes(stores, subject, fresh);
    const granted = await grant(stores, nowMillis);
    await record(deps, stores, input, factor, nowMillis);
    return {
      outcome: "confirmed",
      factor: {
        ...factor,
        status: "active",
        isDefault: isFirst,
        lastStep: step,
        lastUsedAtMillis: nowMillis,
      },
      ...(recoveryCodes && { recoveryCodes }),
      granted,
    };
  });
}

/**
 * An enrolment begun while a password was enough must not outlive that time: whoever knows only the
 * password could complete it and so hold a factor.
 */
async function dropEnrolments(
  stores: Pick<VerifierStores, "totp">,
  subject: Subject,
): Promise<void> {
  for (const factor of await stores.totp.list(subject)) {
    if (factor.status === "pending") await stores.totp.remove(subject, factor.id);
  }
}

async function record<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  stores: VerifierStores,
  input: Confirmation,
  factor: TotpFactor,
  nowMillis: number,
  reason?: string,
): Promise<void> {
  await stores.audit.append(
    auditEvent(deps.random, {
      atMillis: nowMillis,
      ...input.subject,
      type: "totp.confirmed",
      outcome: reason === undefined ? "allowed" : "refused",
      reason,
      sessionId: input.sessionId,
      factorId: factor.id,
      factorKind: "totp",
      factorLabel: factor.label,
      origin: input.origin,
    }),
  );
}
