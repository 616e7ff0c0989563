import { type Call, callOf } from "./call.ts";
import {
  type Draw,
  type DrawCall,
  drawSession,
  newestFirst,
  ofSession,
  PASSWORDS,
  type SessionHolder,
} from "./draws.ts";
import { drawText } from "./guesses.ts";
import type { Addition, Email, Reset } from "./reference-state.ts";
import { inAnyOrder } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** An account's password and addresses, and its end. */
export const ACCOUNT_CALLS = {
  beginPasswordReset: (world, draw) => resetOf(world, draw(world.addresses) ?? ""),

  completePasswordReset(world, draw) {
    const reset = draw(newestFirst(world.resets));
    return reset && renewalOf(world, reset, draw(PASSWORDS) ?? PASSWORDS[0]);
  },

  changePassword(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const newPassword = draw(PASSWORDS) ?? PASSWORDS[0];
    const rule = () => world.model.calls.changePassword(holder.session, newPassword);
    return callOf("changePassword", holder, { body: { newPassword } }, rule);
  },

  listEmails(world, draw) {
    const holder = drawSession(world, draw);
    return holder && emailsOf(world, holder);
  },

  addEmail(world, draw) {
    const holder = drawSession(world, draw);
    return holder && additionOf(world, holder, draw(newestFirst(world.addresses)) ?? "");
  },

  confirmEmail(world, draw) {
    const addition = draw(newestFirst(world.additions));
    const holder = addition && drawSession(world, draw, addition.session);
    return holder && proofOf(world, holder, addition, drawText(draw, addition.code, "000000"));
  },

  preferEmail: (world, draw) => withEmail(world, draw, preferenceOf),

  removeEmail: (world, draw) => withEmail(world, draw, removalOf),

  deleteAccount: ofSession(({ model }, holder, on) =>
    callOf("deleteAccount", holder, {}, () => model.calls.deleteAccount(on)),
  ),
} as const satisfies Readonly<Record<string, DrawCall>>;

export function resetOf({ model }: World, email: string): Call {
  const rule = () => model.calls.beginPasswordReset(email);
  return callOf("beginPasswordReset", {}, { body: { email } }, rule);
}

export function renewalOf({ model }: World, reset: Reset, newPassword: string): Call {
  const body = { token: reset.token, newPassword };
  const rule = () => model.calls.completePasswordReset(reset, newPassword);
  return callOf("completePasswordReset", {}, { body }, rule);
}

/** Tells the ids of the addresses too. */
function emailsOf(world: World, holder: SessionHolder): Call {
  const { session } = holder;
  const rule = () => world.model.calls.listEmails(session);
  return callOf("listEmails", holder, {}, rule, ({ emails }) => {
    for (const known of session.account.emails) {
      if (known.id === "") world.emails.push(known);
      known.id = emails.find(({ email }) => email === known.address)?.id ?? "";
    }
    return inAnyOrder(
      emails.map(({ email, status, isPrimary }) => [
        email,
        status === "pending" ? status : isPrimary,
      ]),
    );
  });
}

export function additionOf({ model }: World, holder: SessionHolder, email: string): Call {
  const rule = () => model.calls.addEmail(holder.session, email);
  return callOf("addEmail", holder, { body: { email } }, rule);
}

export function proofOf(
  { model }: World,
  holder: SessionHolder,
  addition: Addition,
  typed: string,
): Call {
  const code = typed === "" ? "000000" : typed;
  const rule = () => model.calls.confirmEmail(holder.session, addition, code === addition.code);
  return callOf("confirmEmail", holder, { params: { id: addition.id }, body: { code } }, rule);
}

export function preferenceOf({ model }: World, holder: SessionHolder, email: Email): Call {
  const options = { params: { id: email.id }, body: { isPrimary: true } } as const;
  const rule = () => model.calls.preferEmail(holder.session, email);
  return callOf("preferEmail", holder, options, rule);
}

export function removalOf({ model }: World, holder: SessionHolder, email: Email): Call {
  const rule = () => model.calls.removeEmail(holder.session, email);
  return callOf("removeEmail", holder, { params: { id: email.id } }, rule);
}

async function withEmail(
  world: World,
  draw: Draw,
  make: (world: World, holder: SessionHolder, email: Email) => Call,
): Promise<Call | undefined> {
  const holder = drawSession(world, draw);
  const own = newestFirst(holder?.session.account.emails ?? []);
  // Nobody is told the id of the first address.
  if (holder && own.some(({ id }) => id === "")) await world.make(emailsOf(world, holder));
  const known = [...own, ...own, ...own, ...world.emails].filter(({ id }) => id !== "");
  const email = draw(known);
  return holder && email && make(world, holder, email);
}
