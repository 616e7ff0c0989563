import {
  type AccountEmail,
  type AccountsDeps,
  type AccountsStores,
  type AddedEmail,
  type BegunEmailAddition,
  beginEmailAddition,
  confirmEmailAddition,
  type EmailAddition,
  type ListedEmails,
  listEmails,
  preferEmail,
  readEmails,
  removeEmail,
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
    listEmails: async ({ caller }) => answered(emailList(await listEmails(rules, caller.session))),

    async addEmail(call) {
      const { body, caller, origin } = call;
      const demand = demandProof(endpoints.addEmail, call, caller.account.id);
      const input = { demand, email: body.email, origin };
      const begun = await beginEmailAddition(rules, input, call.keep(tellBegun));
      return begun.outcome === "refused" ? { ...begun, demand } : tellBegun(begun);
    },

    async confirmEmail({ body, caller: { session }, keep, params, origin }) {
      const input = { session, emailId: params.id, code: body.code, origin };
      const added = await confirmEmailAddition(rules, input, keep(tellAdded));
      return added.outcome === "refused" ? added : tellAdded(added);
    },

    async preferEmail(call) {
      const { caller, params, origin } = call;
      const demand = demandProof(endpoints.preferEmail, call, params.id);
      const tell = async (stores: AccountsStores) =>
        answered(emailList(await readEmails(stores, caller.session, rules.clock.nowMillis())));
      const input = { demand, emailId: params.id, origin };
      const preferred = await preferEmail(
        rules,
        input,
        call.keep((_, stores) => tell(stores)),
      );
      return preferred.outcome === "refused"
        ? { ...preferred, demand }
        : rules.unitOfWork.read(tell);
    },

    async removeEmail(call) {
      const { params, origin } = call;
      const demand = demandProof(endpoints.removeEmail, call, params.id);
      const input = { demand, emailId: params.id, origin };
      const removed = await removeEmail(
        rules,
        input,
        call.keep(() => answered(undefined)),
      );
      return removed.outcome === "refused" ? { ...removed, demand } : answered(undefined);
    },
  };
}

function tellBegun({ addition }: BegunEmailAddition) {
  return answered({ email: pendingView(addition) });
}

function tellAdded({ email }: AddedEmail) {
  return answered({ email: confirmedView({ ...email, isPrimary: false }) });
}

function emailList({ emails, additions }: ListedEmails): { emails: EmailView[] } {
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
