import {
  type AccountsDeps,
  answerSignIn,
  answerStepUp,
  type SecondStepDone,
  type StepUpApproved,
} from "@twinlatch/accounts";
import type { AnswerOf, BodyOf, endpoints } from "@twinlatch/api-contract";
import {
  boundToSession,
  boundToTicket,
  describeChallenge,
  trustEndMillis,
} from "@twinlatch/verifier";
import { browserHandover, browserTokensOf } from "./browser.ts";
import { type Answered, answered, type Call, type Handler, type Refused } from "./call.ts";
import { challengeView } from "./challenge-view.ts";
import { formatTime } from "./format-time.ts";
import { endReplacedSession } from "./session.ts";
import { deviceTokens, deviceTokensOf } from "./trusted-devices.ts";

type Verify = typeof endpoints.verifyChallenge;
type Outcome = Promise<Answered<Verify> | Refused>;

const NOT_FOUND: Refused = { outcome: "refused", reason: "not_found" };

/**
 * The routes of a challenge. It is bound to one ticket or one session; a browser may hold both, and
 * then whichever it is bound to answers. Bound to neither, it is as absent as an unknown one.
 */
export function challengeHandlers(rules: AccountsDeps): {
  readonly getChallenge: Handler<typeof endpoints.getChallenge>;
  readonly verifyChallenge: Handler<Verify>;
} {
  return {
    async getChallenge({ params, credentials, caller: { ticket, signedIn } }) {
      const browserTokens = browserTokensOf(credentials);
      const holdings = [
        ...(ticket === undefined ? [] : [boundToTicket(rules.tokenHash.digest(ticket))]),
        ...(signedIn === undefined ? [] : [boundToSession(signedIn.session.id)]),
      ];
      let refused: Refused = NOT_FOUND;
      for (const boundTo of holdings) {
        const input = { challengeId: params.id, boundTo, browserTokens };
        const found = await describeChallenge(rules, input);
        if (found.outcome === "described") return answered(challengeView(found.described));
        if (found.reason !== "not_found") refused = found;
      }
      return refused;
    },

    async verifyChallenge(call) {
      const outcome = await answerWithTicket(rules, call);
      const isElsewhere = outcome.outcome === "refused" && outcome.reason === "not_found";
      return isElsewhere ? answerWithSession(rules, call) : outcome;
    },
  };
}

async function answerWithTicket(rules: AccountsDeps, call: Call<Verify>): Outcome {
  const { caller, origin, credentials } = call;
  if (caller.ticket === undefined) return NOT_FOUND;
  const { trustDevice } = call.body;
  const held = deviceTokensOf(credentials, call.body);
  const tell = (done: SecondStepDone) => {
    const { recoveryCodesRemaining: remaining, trustedDevice } = done;
    const handover = browserHandover(rules, credentials, done.browserHandover);
    return answered<AnswerOf<Verify>>(
      {
        status: "signed_in",
        ...(trustedDevice && { trustedUntil: formatTime(trustEndMillis(trustedDevice)) }),
        ...(remaining === undefined ? {} : { recoveryCodesRemaining: remaining }),
      },
      { session: done.token, ticket: null, ...handover, ...deviceTokens(done.deviceTokens) },
      done.session.id,
    );
  };
  const trust = { trustDevice, deviceTokens: held };
  const guess = { ...guessOf(call), ...trust, ticket: caller.ticket };
  const done = await answerSignIn(rules, guess, call.keep(tell));
  if (done.outcome === "refused") return done;
  await endReplacedSession(rules, credentials, { by: done.session.id, origin });
  return tell(done);
}

async function answerWithSession(rules: AccountsDeps, call: Call<Verify>): Outcome {
  const { signedIn } = call.caller;
  if (signedIn === undefined) return NOT_FOUND;
  const tell = ({ proof: { token, expiresAtMillis }, sessionToken }: StepUpApproved) =>
    answered<AnswerOf<Verify>>(
      { status: "approved", proof: token, expiresAt: formatTime(expiresAtMillis) },
      { session: sessionToken },
    );
  const guess = { ...guessOf(call), session: signedIn.session };
  const done = await answerStepUp(rules, guess, call.keep(tell));
  return done.outcome === "refused" ? done : tell(done);
}

function guessOf({ params, body, credentials, origin }: Call<Verify>) {
  const { kind, factorId, code, acts }: BodyOf<Verify> = body;
  const browserTokens = browserTokensOf(credentials, body);
  return { challengeId: params.id, kind, factorId, code, acts, browserTokens, origin };
}
