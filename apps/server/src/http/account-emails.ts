import {
  type AccountEmail,
  type AccountsDeps,
  beginEmailAddition,
  confirmEmailAddition,
  type EmailAddition,
  listEmails,
  preferEmail,
  removeEmail,
  type Session,
} from "@twinlatch/accounts";
import { type EmailView, endpoints } from "@twinlatch/api-contract";
import { answered, type Handler } from "./call.ts";
import { formatTime } from "./format-time.ts";
import { demandProof } from "./step-up.ts";

/** The routes of an account's addresses. */
export function accountEmailHandlers(rules: AccountsDeps): {
  readonly listEmails: Handler<typeof endpoints.listEmails>;
  readonly addEmail: Handler<typeof endpoints.addEmail>;
  readonly confirmEmail: Handler<typeof endpoints.confirmEmail>;
  readonly preferEmail: Handler<typeof endpoints.preferEmail>;
  readonly removeEmail: Handler<typeof endpoints.removeEmail>;
} {
  return {
    listEmails: async ({ caller }) => answered(await emailList(rules, caller.session)),

    async addEmail(call) {
      const { body, caller, origin } = call;
      const demand = demandProof(endpoints.addEmail, call, caller.account.id);
      const begun = await beginEmailAddition(rules, { demand, email: body.email, origin });
      if (begun.outcome === "refused") return { ...begun, demand };
      return answered({ email: pendingView(begun.addition) });
    },

    async confirmEmail({ body, caller: { session }, params, origin }) {
      const input = { session, emailId: params.id, code: body.code, origin };
      const added = await confirmEmailAddition(rules, input);
      return added.outcome === "refused"
        ? added
        : answered({ email: confirmedView({ ...added.email, isPrimary: false }) });
    },

    async preferEmail(call) {
      const { caller, params, origin } = call;
      const demand = demandProof(endpoints.preferEmail, call, params.id);
      const preferred = await preferEmail(rules, { demand, emailId: params.id, origin });
      if (preferred.outcome === "refused") return { ...preferred, demand };
      return answered(await emailList(rules, caller.session));
    },

    async removeEmail(call) {
      const { params, origin } = call;
      const demand = demandProof(endpoints.removeEmail, call, params.id);
      const removed = await removeEmail(rules, { demand, emailId: params.id, origin });
      return removed.outcome === "refused" ? { ...removed, demand } : answered(undefined);
    },
  };
}

async function emailList(rules: AccountsDeps, session: Session): Promise<{ emails: EmailView[] }> {
  const { emails, additions } = await listEmails(rules, session);
  return { emails: [...emails.map(confirmedView), ...additions.map(pendingView)] };
}

function confirmedView(email: AccountEmail & { readonly isPrimary: boolean }): EmailView {
  return {
    id: email.id,
    email: email.email,
    status: "confirmed",
    isPrimary: email.isPrimary,
    createdAt: formatTime(email.createdAtMillis),
    expiresAt: null,
  };
}

function pendingView(addition: EmailAddition): EmailView {
  return {
    id: addition.id,
    email: addition.email,
    status: "pending",
    isPrimary: false,
    createdAt: formatTime(addition.createdAtMillis),
    expiresAt: formatTime(addition.expiresAtMillis),
  };
}
