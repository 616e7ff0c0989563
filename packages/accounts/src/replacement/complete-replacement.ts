import {
  boundToTicket,
  type Challenge,
  FaultError,
  heldFactors,
  holdSubject,
  isAnswerable,
  isWaiting,
  type Operation,
  type Origin,
  performOperation,
  preferFactor,
  RETIRED_WAIT_SECONDS,
  type Refusal,
  readOtherFactors,
  refuse,
  type Settle,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";

type Deps = Pick<
  AccountsDeps,
  "activityUrl" | "clock" | "messageBox" | "productName" | "random" | "tokenHash" | "unitOfWork"
>;

/** The session that may enrol a new authenticator. */
export interface CompletedReplacement extends BegunSession {
  readonly outcome: "signed_in";
}

/**
 * Completes a replacement whose 24 hours are over, in place of the second step of a sign-in. It takes the
 * password (the ticket) and the browser that asked from a full session (the token): each alone opens
 * nothing, and no mailbox is asked. The old authenticator is suspended, every other session ends,
 * no browser is recognised and no device trusted any more, and the session that begins may enrol one new authenticator.
 *
 * Refused with `not_found` for an unknown challenge, another account's token, or when nothing waits; with
 * `replacement_waiting` before its time; with `challenge_closed` when the challenge is over; with
 * `too_many_attempts` while the password is retired.
 */
export async function completeReplacement(
  deps: Deps,
  input: { challengeId: string; ticket: string; replacementToken: string; origin: Origin },
  settle?: Settle<AccountsStores, CompletedReplacement>,
): Promise<
  | CompletedReplacement
  | Refusal<"not_found" | "replacement_waiting" | "challenge_closed" | "too_many_attempts">
> {
  const { challengeId, ticket, replacementToken, origin } = input;
  const nowMillis = deps.clock.nowMillis();
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(challengeId, boundTo),
  );
  if (challenge === undefined) return refuse("not_found");
  const { projectId, subjectId } = challenge;
  const subject = { projectId, subjectId };
  const tokenDigest = deps.tokenHash.digest(replacementToken);
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "replacement.completed",
    challengeId,
    origin,
  };
  return performOperation(
    deps,
    operation,
    async (stores, event) => {
      await holdSubject(stores, subject);
      const replacement = await stores.replacements.find(subject);
      const isOurs = replacement?.tokenDigest === tokenDigest && isWaiting(replacement, nowMillis);
      if (!isOurs) return refuse("not_found");
      const factor = await stores.totp.find(subject, replacement.factorId);
      if (factor === undefined || heldFactors([factor]).length === 0) return refuse("not_found");
      event.factorId = factor.id;
      event.factorKind = "totp";
      event.factorLabel = factor.label;
      const leftMillis = replacement.readyAtMillis - nowMillis;
      if (leftMillis > 0) return refuse("replacement_waiting", Math.ceil(leftMillis / 1000));
      if (!isAnswerable(challenge, nowMillis)) return refuse("challenge_closed");
      // A password that somebody else seems to know is not one of two methods.
      if (await stores.passwordDoubts.isRetired(subject)) {
        return refuse("too_many_attempts", RETIRED_WAIT_SECONDS);
      }
      if (!(await stores.challenges.satisfy(challengeId, { nowMillis }))) {
        return refuse("challenge_closed");
      }
      if (!(await stores.replacements.complete(subject, { tokenDigest, nowMillis }))) {
        throw new FaultError("invariant_broken", "A held replacement changed");
      }
      const begun = await takeEffect(deps, stores, { challenge, factor, origin, nowMillis });
      event.sessionId = begun.session.id;
      return { outcome: "signed_in", ...begun };
    },
    settle,
  );
}

async function takeEffect(
  deps: Deps,
  stores: AccountsStores,
  by: {
    challenge: Challenge;
    factor: { readonly id: string; readonly label: string; readonly isDefault: boolean };
    origin: Origin;
    nowMillis: number;
  },
): Promise<BegunSession> {
  const { challenge, factor, origin, nowMillis } = by;
  const accountId = challenge.subjectId;
  const change = { from: "active", to: "suspended" } as const;
  await stores.totp.changeStatus(challenge, factor.id, change);
  const [next] = (await readOtherFactors(stores, challenge, factor.id)).active;
  if (next !== undefined && factor.isDefault) await preferFactor(stores, challenge, next.id);
  const facts = { accountId, amr: ["pwd"], isRecovery: true, origin, nowMillis };
  const begun = await beginSession(deps, stores, facts);
  await stores.sessions.removeOthers(accountId, begun.session.id);
  await stores.browsers.forget(challenge);
  await stores.trustedDevices.forget(challenge);
  await announce(deps, stores, {
    accountId,
    kind: "replacement_completed",
    facts: { factorLabel: factor.label },
    atMillis: nowMillis,
    origin,
  });
  return begun;
}
