import { type AccountsDeps, raiseSession, subjectOf } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import { changeTotp, confirmTotp, enrolTotp, removeTotp } from "@twinlatch/verifier";
import { answered, type Call, type Handler } from "./call.ts";
import { factorView } from "./factor-view.ts";
import { formatTime } from "./format-time.ts";
import { demandProof } from "./step-up.ts";

const DEFAULT_LABEL = "Authenticator app";

/** The routes of authenticator apps. */
export function totpHandlers(rules: AccountsDeps): {
  readonly enrolTotp: Handler<typeof endpoints.enrolTotp>;
  readonly confirmFactor: Handler<typeof endpoints.confirmFactor>;
  readonly changeFactor: Handler<typeof endpoints.changeFactor>;
  readonly removeFactor: Handler<typeof endpoints.removeFactor>;
} {
  return {
    async enrolTotp(call) {
      const { body, caller, origin } = call;
      const demand = demandProof(endpoints.enrolTotp, call, caller.account.id);
      const enrolled = await enrolTotp(rules, {
        demand,
        label: body.label ?? DEFAULT_LABEL,
        issuer: rules.productName,
        account: caller.account.email,
        origin,
      });
      if (enrolled.outcome === "refused") return { ...enrolled, demand };
      const { factor, secret, uri } = enrolled;
      const expiresAt = formatTime(factor.expiresAtMillis);
      return answered({ factor: factorView(factor), secret, uri, expiresAt });
    },

    confirmFactor: (call) => confirmFactor(rules, call),

    async changeFactor({ body, caller, params, origin }) {
      const changed = await changeTotp(rules, {
        subject: subjectOf(caller.account.id),
        sessionId: caller.session.id,
        factorId: params.id,
        label: body.label,
        makeDefault: body.isDefault === true,
        origin,
      });
      return changed.outcome === "refused" ? changed : answered(factorView(changed.factor));
    },

    async removeFactor(call) {
      const { caller, params, origin } = call;
      const demand = demandProof(endpoints.removeFactor, call, params.id);
      const { id, accountId } = caller.session;
      const removed = await removeTotp(
        rules,
        { demand, factorId: params.id, origin },
        // Whoever got in by the removed factor is not to stay.
        async (stores) => void (await stores.sessions.removeOthers(accountId, id)),
      );
      return removed.outcome === "refused" ? { ...removed, demand } : answered(undefined);
    },
  };
}

async function confirmFactor(
  rules: AccountsDeps,
  { body, caller: { session }, params, origin }: Call<typeof endpoints.confirmFactor>,
): ReturnType<Handler<typeof endpoints.confirmFactor>> {
  const confirmed = await confirmTotp(
    rules,
    {
      subject: subjectOf(session.accountId),
      sessionId: session.id,
      factorId: params.id,
      code: body.code,
      label: body.label,
      origin,
    },
    async (stores, nowMillis) => {
      const proved = { amr: ["otp"], nowMillis, liftsRecovery: true };
      const token = await raiseSession(rules, stores, session, proved);
      if (token !== undefined && body.endOtherSessions === true) {
        await stores.sessions.removeOthers(session.accountId, session.id);
      }
      return token;
    },
  );
  if (confirmed.outcome === "refused") return confirmed;
  const { factor, recoveryCodes, granted } = confirmed;
  return answered(
    { factor: factorView(factor), ...(recoveryCodes && { recoveryCodes: [...recoveryCodes] }) },
    { session: granted },
  );
}
