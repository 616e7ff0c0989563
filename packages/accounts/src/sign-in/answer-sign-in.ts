import {
  type BrowserHandover,
  boundToTicket,
  type FactorKind,
  keepBrowser,
  type Origin,
  type Refusal,
  type Settle,
  type TrustedDevice,
  type VerifiedAnswer,
  type VerifyChallengeOutcome,
  verifyChallenge,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { announceSignal } from "../notice/announce-signal.ts";
import { withFactor } from "../session/authentication-methods.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";
import { trustSignedIn } from "../trusted-device/trust-signed-in.ts";
import { announceReplay } from "./announce-replay.ts";

type Deps = Pick<
  AccountsDeps,
  | "activityUrl"
  | "clock"
  | "factors"
  | "messageBox"
  | "productName"
  | "random"
  | "tokenHash"
  | "unitOfWork"
>;

/** The second step done: a session. */
export interface SecondStepDone extends BegunSession {
  readonly outcome: "signed_in";
  /** After a recovery code: how many are left. */
  readonly recoveryCodesRemaining?: number | undefined;
  /** What the browser is to be recognised by from now on, where that changes. */
  readonly browserHandover?: BrowserHandover | undefined;
  /** The device that is trusted from now on, where it was asked for and is possible. */
  readonly trustedDevice?: TrustedDevice | undefined;
  /** What it is to hold then. */
  readonly deviceTokens?: readonly string[] | undefined;
}

/**
 * Answers the second step of a sign-in, for whoever holds its ticket. Of any number of right answers one
 * begins a session, and its browser is recognised from then on. A recovery code begins a session that is
 * marked as such, and makes no browser known and no device trusted.
 */
export async function answerSignIn(
  deps: Deps,
  input: {
    challengeId: string;
    ticket: string;
    kind: FactorKind;
    factorId?: string | undefined;
    code: string;
    /** A sign-in lists no acts: any number is refused. */
    acts?: number | undefined;
    browserTokens?: readonly string[] | undefined;
    /** Whether the device is to be trusted from now on. */
    trustDevice?: boolean | undefined;
    deviceTokens?: readonly string[] | undefined;
    origin: Origin;
  },
  settle?: Settle<AccountsStores, SecondStepDone>,
): Promise<SecondStepDone | Extract<VerifyChallengeOutcome<never>, Refusal>> {
  const { ticket, origin, ...answer } = input;
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const verified = await verifyChallenge(
    deps,
    { ...answer, boundTo, holdsSubject: answer.trustDevice, origin },
    async (stores, right) => {
      const { challenge, event, factor, nowMillis } = right;
      const isRecovery = factor.kind === "recovery_code";
      const begun = await beginSession(deps, stores, {
        accountId: challenge.subjectId,
        amr: withFactor(["pwd"], factor.amr),
        secondFactorAtMillis: isRecovery ? undefined : nowMillis,
        isRecovery,
        origin,
        nowMillis,
      });
      const follow = isRecovery ? countRecoveryCodes : keepDevice;
      const { id: sessionId } = begun.session;
      event.sessionId = sessionId;
      const given = { ...right, ...answer, sessionId, origin };
      const followed = await follow(deps, stores, given);
      const done: SecondStepDone = { outcome: "signed_in", ...begun, ...followed };
      await settle?.(stores, done);
      return done;
    },
    {
      onReplay: (stores, replayed) => announceReplay(deps, stores, { ...replayed, origin }),
      onSignal: announceSignal(deps),
    },
  );
  if (verified.outcome === "refused") return verified;
  return verified.granted;
}

/** A right answer with what the request said beside it. */
interface RightAnswer extends VerifiedAnswer {
  readonly factorId?: string | undefined;
  readonly trustDevice?: boolean | undefined;
  readonly deviceTokens?: readonly string[] | undefined;
  /** That it begins. */
  readonly sessionId: string;
  readonly origin: Origin;
}

type Settled = Pick<
  SecondStepDone,
  "browserHandover" | "deviceTokens" | "recoveryCodesRemaining" | "trustedDevice"
>;

async function keepDevice(
  deps: Deps,
  stores: AccountsStores,
  { sessionId, trustDevice, deviceTokens, ...right }: RightAnswer,
): Promise<Settled> {
  const { challenge, browser, factorId, origin, nowMillis } = right;
  const kept = await keepBrowser(deps, stores, {
    subject: challenge,
    browser,
    factorId,
    nowMillis,
  });
  const trusted =
    trustDevice === true
      ? await trustSignedIn(deps, stores, { ...right, sessionId, deviceTokens })
      : undefined;
  // Of a device that is trusted the owner is told already.
  if (kept.isNew && trusted === undefined) {
    const told = { accountId: challenge.subjectId, kind: "new_browser", facts: {} } as const;
    await announce(deps, stores, { ...told, atMillis: nowMillis, origin });
  }
  return { browserHandover: kept.handover, ...trusted };
}

async function countRecoveryCodes(
  deps: Deps,
  stores: AccountsStores,
  { challenge, origin, nowMillis }: RightAnswer,
): Promise<Settled> {
  const codes = await stores.recoveryCodes.find(challenge);
  const remaining = codes?.remaining ?? 0;
  const { subjectId: accountId } = challenge;
  const told = { accountId, kind: "recovery_code_used", facts: { remaining } } as const;
  await announce(deps, stores, { ...told, atMillis: nowMillis, origin });
  return { recoveryCodesRemaining: remaining };
}
