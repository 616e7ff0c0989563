import {
  type AccountsDeps,
  announce,
  type CompletedReplacement,
  completeReplacement,
  findReplacement,
  subjectOf,
} from "@twinlatch/accounts";
import { type AnswerOf, endpoints, type ReplacementView } from "@twinlatch/api-contract";
import {
  cancelReplacement,
  type FactorReplacement,
  heldSeconds,
  isWaiting,
  type RequestedReplacement,
  requestReplacement,
} from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { formatTime, formatTimeOrNull } from "./format-time.ts";
import { endReplacedSession } from "./session.ts";
import { demandProof } from "./step-up.ts";

/** The routes of replacing an authenticator that is gone, for who is signed in. */
export function replacementHandlers(rules: AccountsDeps): {
  readonly getReplacement: Handler<typeof endpoints.getReplacement>;
  readonly requestReplacement: Handler<typeof endpoints.requestReplacement>;
  readonly cancelReplacement: Handler<typeof endpoints.cancelReplacement>;
} {
  return {
    getReplacement: stateHandler(rules),

    requestReplacement: requestHandler(rules),

    async cancelReplacement({ caller: { account, session }, origin }) {
      const { id: accountId } = account;
      const cancelled = await cancelReplacement(
        rules,
        { subject: subjectOf(accountId), sessionId: session.id, origin },
        (stores, { atMillis }) =>
          announce(rules, stores, {
            accountId,
            kind: "replacement_cancelled",
            facts: {},
            atMillis,
            origin,
          }),
      );
      return cancelled.outcome === "refused" ? cancelled : answered(undefined);
    },
  };
}

/** Those for who signs in, in the browser that asked. */
export function completionHandlers(rules: AccountsDeps): {
  readonly findReplacement: Handler<typeof endpoints.findReplacement>;
  readonly completeReplacement: Handler<typeof endpoints.completeReplacement>;
} {
  return {
    async findReplacement({ caller: { ticket }, credentials, params }) {
      const { replacement: replacementToken } = credentials;
      const found =
        ticket === undefined || replacementToken === undefined
          ? undefined
          : await findReplacement(rules, { challengeId: params.id, ticket, replacementToken });
      return answered({
        replacement: found
          ? {
              isReady: rules.clock.nowMillis() >= found.readyAtMillis,
              readyAt: formatTime(found.readyAtMillis),
              expiresAt: formatTime(found.expiresAtMillis),
            }
          : null,
      });
    },

    async completeReplacement({ body, caller: { ticket }, credentials, keep, params, origin }) {
      const replacementToken = body.replacementToken ?? credentials.replacement;
      if (ticket === undefined || replacementToken === undefined) {
        return { outcome: "refused", reason: "not_found" };
      }
      const input = { challengeId: params.id, ticket, replacementToken, origin };
      const done = await completeReplacement(rules, input, keep(tellCompleted));
      if (done.outcome === "refused") return done;
      await endReplacedSession(rules, credentials, { by: done.session.id, origin });
      return tellCompleted(done);
    },
  };
}

function requestHandler(rules: AccountsDeps): Handler<typeof endpoints.requestReplacement> {
  return async (call) => {
    const { body, caller, origin } = call;
    const demand = demandProof(endpoints.requestReplacement, call, body.factorId);
    const requested = await requestReplacement(
      rules,
      { demand, factorId: body.factorId, origin },
      (stores, { label, atMillis }) =>
        announce(rules, stores, {
          accountId: caller.account.id,
          kind: "replacement_requested",
          facts: { factorLabel: label },
          atMillis,
          origin,
        }),
      call.keep(tellRequested),
    );
    return requested.outcome === "refused" ? { ...requested, demand } : tellRequested(requested);
  };
}

function tellRequested({ replacement, token }: RequestedReplacement) {
  return answered({ replacement: replacementView(replacement) }, { replacement: token });
}

function tellCompleted({ session, token }: CompletedReplacement) {
  const tokens = { session: token, ticket: null, replacement: null };
  return answered<AnswerOf<typeof endpoints.completeReplacement>>(
    { status: "signed_in" },
    tokens,
    session.id,
  );
}

function replacementView(replacement: FactorReplacement): ReplacementView {
  return {
    factorId: replacement.factorId,
    requestedAt: formatTime(replacement.requestedAtMillis),
    readyAt: formatTime(replacement.readyAtMillis),
    expiresAt: formatTime(replacement.expiresAtMillis),
    ip: replacement.ip,
  };
}

function stateHandler(rules: AccountsDeps): Handler<typeof endpoints.getReplacement> {
  return async ({ caller }) => {
    const subject = subjectOf(caller.account.id);
    const found = await rules.unitOfWork.read((stores) => stores.replacements.find(subject));
    const nowMillis = rules.clock.nowMillis();
    const waitSeconds = found && heldSeconds(found, nowMillis);
    return answered({
      replacement: found && isWaiting(found, nowMillis) ? replacementView(found) : null,
      heldUntil: formatTimeOrNull(
        waitSeconds === undefined ? undefined : nowMillis + waitSeconds * 1000,
      ),
    });
  };
}
