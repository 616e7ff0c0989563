import { DEFAULT_TOTP_PARAMETERS, encodeBase32, formatOtpauthUri } from "@twinlatch/otp";
import { performOperation, type Settle } from "../audit/record-operation.ts";
import { heldFactors } from "../factor/factor-status.ts";
import { newId } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import {
  MAX_TOTP_FACTORS,
  PENDING_TOTP_MILLIS,
  TOTP_SECRET_BYTES,
  type TotpFactor,
  totpSecretPlace,
} from "./totp-factor.ts";

/** A new authenticator, with the secret that is shown this once. */
export interface EnrolledTotp {
  readonly outcome: "enrolled";
  readonly factor: TotpFactor;
  /** Base32, no padding. */
  readonly secret: string;
  readonly uri: string;
}

/**
 * Begins to add an authenticator app. Until `confirmTotp` proves it, the enrolment opens nothing, and
 * it dies after ten minutes. It replaces an earlier unconfirmed one of the same session, no other
 * session's, and never touches a live authenticator. Refused as `spendProof` does without a fresh proof, and with `too_many_factors` at ten confirmed ones, leaving the proof unspent.
 */
export async function enrolTotp<Stores extends VerifierStores>(
  deps: Pick<
    VerifierDeps<Stores>,
    "clock" | "factors" | "random" | "secretBox" | "tokenHash" | "unitOfWork"
  >,
  input: {
    demand: StepUpDemand;
    label: string;
    /** Both are shown in the authenticator app. */
    issuer: string;
    account: string;
    origin: Origin;
  },
  settle?: Settle<Stores, EnrolledTotp>,
): Promise<EnrolledTotp | ProofRefusal | Refusal<"too_many_factors">> {
  const { demand, label, issuer, account, origin } = input;
  const { subject, sessionId } = demand;
  const nowMillis = deps.clock.nowMillis();
  const secret = deps.random.bytes(TOTP_SECRET_BYTES);
  const factor = newFactor(deps, demand, { label, secret, nowMillis });
  const key = { type: "totp", issuer, account, secret, ...DEFAULT_TOTP_PARAMETERS } as const;
  const shown = { secret: encodeBase32(secret), uri: formatOtpauthUri(key) };
  return performOperation(
    deps,
    {
      atMillis: nowMillis,
      ...subject,
      type: "totp.enrolled",
      sessionId,
      factorKind: "totp",
      factorLabel: label,
      origin,
    },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const factors = await stores.totp.list(subject);
      if (heldFactors(factors).length >= MAX_TOTP_FACTORS) return refuse("too_many_factors");
      const allowance = await spendProof(deps, stores, demand, nowMillis);
      if (allowance.outcome === "refused") return allowance;
      await stores.totp.removePendingOf(subject, sessionId);
      await stores.totp.insert(factor);
      event.factorId = factor.id;
      return { outcome: "enrolled", factor, ...shown };
    },
    settle,
  );
}

function newFactor(
  deps: Pick<VerifierDeps, "random" | "secretBox">,
  demand: StepUpDemand,
  made: { label: string; secret: Uint8Array; nowMillis: number },
): TotpFactor {
  const id = newId(deps.random, "fac", made.nowMillis);
  const place = totpSecretPlace(demand.subject, id);
  return {
    ...demand.subject,
    ...DEFAULT_TOTP_PARAMETERS,
    id,
    label: made.label,
    status: "pending",
    isDefault: false,
    sealedSecret: deps.secretBox.seal(made.secret, place),
    lastStep: -1,
    consecutiveFailures: 0,
    sessionId: demand.sessionId,
    createdAtMillis: made.nowMillis,
    expiresAtMillis: made.nowMillis + PENDING_TOTP_MILLIS,
  };
}
