import {
  type BrowserHandover,
  boundToTicket,
  type FactorKind,
  keepBrowser,
  type Origin,
  type Refusal,
  type Settle,
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
}

/**
 * Answers the second step of a sign-in, for whoever holds its ticket. Of any number of right answers one
 * begins a session, and its browser is recognised from then on. A recovery code begins a session that is
 * marked as such, and makes no browser known.
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
    origin: Origin;
  },
  settle?: Settle<AccountsStores, SecondStepDone>,
): Promise<SecondStepDone | Extract<VerifyChallengeOutcome<never>, Refusal>> {
  const { ticket, origin, ...answer } = input;
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const verified = await verifyChallenge(
    deps,
    { ...answer, boundTo, origin },
    async (stores, right) => {
      const { challenge, factor, nowMillis } = right;
      const isRecovery = factor.kind === "recovery_code";
      const begun = await beginSession(deps, stores, {
        accountId: challenge.subjectId,
        amr: withFactor(["pwd"], factor.amr),
        secondFactorAtMillis: isRecovery ? undefined : nowMillis,
        isRecovery,
        origin,
        nowMillis,
      });
      const follow = isRecovery ? countRecoveryCodes : recogniseBrowser;
      const followed = await follow(deps, stores, { ...right, ...answer, origin });
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
  readonly origin: Origin;
}

type Settled = Pick<SecondStepDone, "browserHandover" | "recoveryCodesRemaining">;

async function recogniseBrowser(
  deps: Deps,
  stores: AccountsStores,
  { challenge, browser, factorId, origin, nowMillis }: RightAnswer,
): Promise<Settled> {
  const kept = await keepBrowser(deps, stores, {
    subject: challenge,
    browser,
    factorId,
    nowMillis,
  });
  if (kept.isNew) {
    const told = { accountId: challenge.subjectId, kind: "new_browser", facts: {} } as const;
    await announce(deps, stores, { ...told, atMillis: nowMillis, origin });
  }
  return { browserHandover: kept.handover };
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
