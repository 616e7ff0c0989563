import { type AccountsDeps, codeWriter, sendCode, subjectOf } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import {
  boundToSession,
  boundToTicket,
  type ConfirmedPhone,
  confirmPhone,
  type EnrolledPhone,
  enrolPhone,
  resendEnrolmentCode,
  type SentCode,
} from "@twinlatch/verifier";
import type { TextCourier } from "../jobs/text-courier.ts";
import { browserHandover, browserTokensOf } from "./browser.ts";
import { answered, type Call, type Handler, type Refused } from "./call.ts";
import { factorView } from "./factor-view.ts";
import { formatTime } from "./format-time.ts";
import { type Raised, raiseWithFactor } from "./new-factor.ts";
import { demandProof } from "./step-up.ts";

const DEFAULT_LABEL = "Phone";

const NOT_SENT: Refused = { outcome: "refused", reason: "text_not_sent" };

/** The routes that send codes to phones. */
export function smsHandlers(
  rules: AccountsDeps,
  courier: TextCourier,
): {
  readonly enrolSms: Handler<typeof endpoints.enrolSms>;
  readonly sendEnrolmentCode: Handler<typeof endpoints.sendEnrolmentCode>;
  readonly sendCode: Handler<typeof endpoints.sendCode>;
} {
  return {
    async enrolSms(call) {
      const { body, caller, origin, addressBlock, language } = call;
      // The hash of the body is stored, and a plain one of a number could be searched for offline.
      const hidden = { ...body, phone: rules.tokenHash.keyed("new-phone", body.phone) };
      const bound = { ...call, body: hidden };
      const demand = demandProof(endpoints.enrolSms, bound, caller.account.id);
      const input = {
        demand,
        phone: body.phone,
        label: body.label ?? DEFAULT_LABEL,
        addressBlock,
        write: codeWriter(rules, language),
        origin,
      };
      // Whoever lost the answer asks for another code if none came.
      const enrolled = await enrolPhone(
        rules,
        input,
        call.keep((kept) => tellEnrolled(kept, true)),
      );
      if (enrolled.outcome === "refused") return { ...enrolled, demand };
      return tellEnrolled(enrolled, !isLost(await courier.deliver(enrolled.textId)));
    },

    async sendEnrolmentCode({ body, caller, params, origin, addressBlock, language, keep }) {
      const input = {
        subject: subjectOf(caller.account.id),
        sessionId: caller.session.id,
        phoneId: params.id,
        channel: body.channel,
        addressBlock,
        write: codeWriter(rules, language),
        origin,
      };
      const sent = await resendEnrolmentCode(rules, input, keep(tellSent));
      if (sent.outcome === "refused") return sent;
      return isLost(await courier.deliver(sent.textId)) ? NOT_SENT : tellSent(sent);
    },

    sendCode: (call) => sendCodeOf(rules, courier, call),
  };
}

async function sendCodeOf(
  rules: AccountsDeps,
  courier: TextCourier,
  {
    body,
    caller,
    credentials,
    params,
    origin,
    addressBlock,
    keep,
  }: Call<typeof endpoints.sendCode>,
): ReturnType<Handler<typeof endpoints.sendCode>> {
  const { ticket, signedIn } = caller;
  const input = {
    challengeId: params.id,
    holdings: [
      ...(ticket === undefined ? [] : [boundToTicket(rules.tokenHash.digest(ticket))]),
      ...(signedIn === undefined ? [] : [boundToSession(signedIn.session.id)]),
    ],
    sessionId: signedIn?.session.id,
    factorId: body.factorId,
    channel: body.channel,
    browserTokens: browserTokensOf(credentials, body),
    addressBlock,
    origin,
  };
  const sent = await sendCode(rules, input, keep(tellSent));
  if (sent.outcome === "refused") return { ...sent, fieldPath: "/factorId" };
  return isLost(await courier.deliver(sent.textId)) ? NOT_SENT : tellSent(sent);
}

/** Proves the phone that a session is adding. */
export async function confirmSms(
  rules: AccountsDeps,
  call: Call<typeof endpoints.confirmFactor>,
): ReturnType<Handler<typeof endpoints.confirmFactor>> {
  const { body, credentials, params, origin } = call;
  const { session } = call.caller;
  const subject = subjectOf(session.accountId);
  const { code } = body;
  const tell = ({ phone, recoveryCodes, granted }: ConfirmedPhone<Raised>) =>
    answered(
      { factor: factorView(phone), ...(recoveryCodes && { recoveryCodes: [...recoveryCodes] }) },
      { session: granted.token, ...browserHandover(rules, credentials, granted.kept.handover) },
    );
  const confirmed = await confirmPhone(
    rules,
    { subject, sessionId: session.id, phoneId: params.id, code, label: body.label, origin },
    (stores, nowMillis, { phone: { label }, isFirst }) =>
      raiseWithFactor(rules, stores, call, {
        kind: "phone_added",
        label,
        amr: ["sms"],
        isFirst,
        nowMillis,
      }),
    call.keep(tell),
  );
  return confirmed.outcome === "refused" ? confirmed : tell(confirmed);
}

function tellEnrolled(enrolled: EnrolledPhone, delivered: boolean) {
  return answered({ factor: factorView(enrolled.phone), ...sentView(enrolled), delivered });
}

function tellSent(sent: SentCode) {
  return answered(sentView(sent));
}

/** Whether a text did not leave, or may not have: whoever waits for it should know. */
function isLost(outcome: Awaited<ReturnType<TextCourier["deliver"]>>): boolean {
  return outcome === "failed" || outcome === "uncertain";
}

function sentView({ hint, expiresAtMillis, resendAfterSeconds }: SentCode) {
  return { hint, expiresAt: formatTime(expiresAtMillis), resendAfter: resendAfterSeconds };
}
