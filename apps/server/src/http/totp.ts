import { type AccountsDeps, announce, subjectOf, tellRemovedPhone } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import {
  type ConfirmedTotp,
  changeFactor,
  confirmTotp,
  type EnrolledTotp,
  enrolTotp,
  kindOfFactorId,
  removeFactor,
} from "@twinlatch/verifier";
import type { TextCourier } from "../jobs/text-courier.ts";
import { browserHandover } from "./browser.ts";
import { answered, type Call, type Handler } from "./call.ts";
import { factorView } from "./factor-view.ts";
import { formatTime } from "./format-time.ts";
import { type Raised, raiseWithFactor } from "./new-factor.ts";
import { confirmSms } from "./sms.ts";
import { demandProof } from "./step-up.ts";

const DEFAULT_LABEL = "Authenticator app";

/** The routes of authenticator apps. */
export function totpHandlers(
  rules: AccountsDeps,
  courier: TextCourier,
): {
  readonly enrolTotp: Handler<typeof endpoints.enrolTotp>;
  readonly confirmFactor: Handler<typeof endpoints.confirmFactor>;
  readonly changeFactor: Handler<typeof endpoints.changeFactor>;
  readonly removeFactor: Handler<typeof endpoints.removeFactor>;
} {
  return {
    async enrolTotp(call) {
      const { body, caller, origin } = call;
      const demand = demandProof(endpoints.enrolTotp, call, caller.account.id);
      const input = {
        demand,
        label: body.label ?? DEFAULT_LABEL,
        issuer: rules.productName,
        account: caller.account.email,
        origin,
      };
      const enrolled = await enrolTotp(rules, input, call.keep(tellEnrolled));
      return enrolled.outcome === "refused" ? { ...enrolled, demand } : tellEnrolled(enrolled);
    },

    confirmFactor: (call) =>
      kindOfFactorId(call.params.id) === "sms" ? confirmSms(rules, call) : confirmApp(rules, call),

    async changeFactor({ body, caller, params, origin }) {
      const changed = await changeFactor(rules, {
        subject: subjectOf(caller.account.id),
        sessionId: caller.session.id,
        factorId: params.id,
        label: body.label,
        makeDefault: body.isDefault === true,
        origin,
      });
      return changed.outcome === "refused" ? changed : answered(factorView(changed.factor));
    },

    removeFactor: (call) => removeFactorOf(rules, courier, call),
  };
}

async function confirmApp(
  rules: AccountsDeps,
  call: Call<typeof endpoints.confirmFactor>,
): ReturnType<Handler<typeof endpoints.confirmFactor>> {
  const { body, credentials, params, origin } = call;
  const { session } = call.caller;
  const subject = subjectOf(session.accountId);
  const tell = ({ factor, recoveryCodes, granted }: ConfirmedTotp<Raised>) =>
    answered(
      { factor: factorView(factor), ...(recoveryCodes && { recoveryCodes: [...recoveryCodes] }) },
      { session: granted.token, ...browserHandover(rules, credentials, granted.kept.handover) },
    );
  const confirmed = await confirmTotp(
    rules,
    {
      subject,
      sessionId: session.id,
      factorId: params.id,
      code: body.code,
      label: body.label,
      origin,
    },
    (stores, nowMillis, { factor: { label }, isFirst }) =>
      raiseWithFactor(rules, stores, call, {
        kind: "factor_added",
        label,
        amr: ["otp"],
        isFirst,
        nowMillis,
      }),
    call.keep(tell),
  );
  return confirmed.outcome === "refused" ? confirmed : tell(confirmed);
}

function tellEnrolled({ factor, secret, uri }: EnrolledTotp) {
  const expiresAt = formatTime(factor.expiresAtMillis);
  return answered({ factor: factorView(factor), secret, uri, expiresAt });
}

async function removeFactorOf(
  rules: AccountsDeps,
  courier: TextCourier,
  call: Call<typeof endpoints.removeFactor>,
): ReturnType<Handler<typeof endpoints.removeFactor>> {
  const { caller, params, origin } = call;
  const demand = demandProof(endpoints.removeFactor, call, params.id);
  const { id, accountId } = caller.session;
  let textId: string | undefined;
  const removed = await removeFactor(
    rules,
    { demand, factorId: params.id, origin },
    // Whoever got in by the removed factor is not to stay, nor to be recognised.
    async (stores, { factor, isLast, atMillis }) => {
      const isPhone = "sealedNumber" in factor;
      // Locks what answers by text lock, in their order: volumes before sessions.
      const told = { addressBlock: call.addressBlock, nowMillis: atMillis };
      if (isPhone) textId = await tellRemovedPhone(rules, stores, { phone: factor, ...told });
      await stores.sessions.removeOthers(accountId, id);
      await stores.browsers.forget(demand.subject);
      const facts = { factorLabel: factor.label, isLast };
      const kind = isPhone ? "phone_removed" : "factor_removed";
      await announce(rules, stores, { accountId, kind, facts, atMillis, origin });
    },
    call.keep(() => answered(undefined)),
  );
  if (removed.outcome === "refused") return { ...removed, demand };
  if (textId !== undefined) void courier.deliver(textId);
  return answered(undefined);
}
