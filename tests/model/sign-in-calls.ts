import { openBreakGlass } from "@twinlatch/accounts";
import { type Call, callOf } from "./call.ts";
import { drawHeld } from "./device-calls.ts";
import {
  type DrawCall,
  drawAnswerer,
  drawChallenge,
  drawSessionOf,
  newestFirst,
  ofSession,
  PASSWORDS,
  type SessionHolder,
  WRONG_PASSWORD,
} from "./draws.ts";
import { type CodedGuess, drawGuess, drawText } from "./guesses.ts";
import { seen } from "./phone-calls.ts";
import type { Account, Challenge, Held, Holder, SignUp } from "./reference-state.ts";
import { inAnyOrder } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Signing up and in, challenges and sessions. */
export const SIGN_IN_CALLS = {
  signUp: (world, draw) =>
    signUpOf(world, draw(world.addresses) ?? "", draw(PASSWORDS) ?? PASSWORDS[0]),

  verifySignUp(world, draw) {
    const signUp = draw(newestFirst(world.signUps));
    return signUp && verificationOf(world, signUp, drawText(draw, signUp.code, "000000"));
  },

  signIn(world, draw) {
    const address = draw(world.addresses) ?? "";
    const { password = PASSWORDS[0] } = world.model.ownerOf(address) ?? {};
    const typed = drawText(draw, password, WRONG_PASSWORD);
    return signInOf(world, address, typed, drawHeld(draw, draw(newestFirst(world.devices))));
  },

  getChallenge(world, draw) {
    const challenge = drawChallenge(world, draw);
    if (challenge === undefined) return undefined;
    const holder = drawAnswerer(world, draw, challenge);
    const params = { id: challenge.id };
    const rule = () => world.model.calls.getChallenge(holder, challenge);
    return callOf("getChallenge", holder, { params }, rule, (answer) => {
      const { factors, defaultFactorId: preferred, sentCode: sent } = answer;
      const named = factors.filter(({ kind }) => kind === "totp" || kind === "sms");
      return {
        offered: inAnyOrder(named.map(({ id }) => id)),
        preferred: named.some(({ id }) => id === preferred) ? preferred : null,
        sent: sent === undefined ? null : { factorId: sent.factorId, ...seen(sent) },
      };
    });
  },

  verifyChallenge(world, draw) {
    const challenge = drawChallenge(world, draw);
    if (challenge === undefined) return undefined;
    const { account, kinds, texts } = challenge;
    const holder = drawAnswerer(world, draw, challenge);
    const others = ["totp", "sms", "recovery_code", "password"] as const;
    const kind = draw([...kinds, ...kinds, ...others]) ?? "totp";
    const own = newestFirst(world.factors.filter((factor) => factor.account === account));
    const factor = draw([...own, ...own, ...world.factors]);
    const guess = drawGuess(world, draw, kind, { account, factor, texts });
    return answerOf(world, holder, challenge, guess);
  },

  getSession: ofSession(({ model }, holder, on) =>
    callOf(
      "getSession",
      holder,
      {},
      () => model.calls.getSession(on),
      (answer) => {
        const { account, amr, recovery, passwordRetired } = answer;
        return [account.email, amr.toSorted(), recovery, passwordRetired];
      },
    ),
  ),

  signOut: ofSession(({ model }, holder, on) =>
    callOf("signOut", holder, {}, () => model.calls.signOut(on)),
  ),

  listSessions: ofSession(listingOf),

  async revokeSession(world, draw) {
    const other = draw(newestFirst(world.sessions));
    // Nobody is told the id of a session when it begins.
    if (other?.id === "") await world.make(listingOf(world, { session: other }));
    if (other?.id === "") return undefined;
    const holder = other && drawSessionOf(world, draw, other.account);
    if (other === undefined || holder === undefined) return undefined;
    const rule = () => world.model.calls.revokeSession(holder.session, other);
    return callOf("revokeSession", holder, { params: { id: other.id } }, rule);
  },

  revokeOtherSessions: ofSession(({ model }, holder, on) =>
    callOf("revokeOtherSessions", holder, {}, () => model.calls.revokeOtherSessions(on)),
  ),

  setLanguage: ofSession(({ model }, holder) =>
    callOf("setLanguage", holder, { body: { language: "de" } }, () => model.calls.setLanguage()),
  ),

  listActivity: ofSession(({ model }, holder) =>
    callOf("listActivity", holder, {}, () => model.calls.listActivity()),
  ),

  openBreakGlass(world, draw) {
    const account = draw(world.model.accounts);
    return account && breakGlassOf(world, account);
  },
} as const satisfies Readonly<Record<string, DrawCall>>;

export function signUpOf({ model }: World, email: string, password: string): Call {
  const body = { email, password, session: "token" } as const;
  return callOf("signUp", {}, { body }, () => model.calls.signUp(email, password));
}

/** Tells the id of the session too. */
function listingOf({ model }: World, holder: SessionHolder): Call {
  const { session } = holder;
  const rule = () => model.calls.listSessions(session);
  return callOf("listSessions", holder, {}, rule, ({ sessions }) => {
    session.id = sessions.find(({ isCurrent }) => isCurrent)?.id ?? "";
    return inAnyOrder(sessions.map(({ recovery }) => recovery));
  });
}

export function verificationOf({ model }: World, signUp: SignUp, typed: string): Call {
  const { address: email, token: signUpToken } = signUp;
  const code = typed === "" ? "000000" : typed;
  const body = { email, code, signUpToken, session: "token" } as const;
  const rule = () => model.calls.verifySignUp(signUp, code === signUp.code);
  return callOf("verifySignUp", {}, { body }, rule);
}

export function signInOf({ model }: World, email: string, password: string, held?: Held): Call {
  const deviceToken = held?.device.tokens.at(-1 - held.age);
  const device = deviceToken === undefined ? {} : { deviceToken };
  const body = { email, password, session: "token", ...device } as const;
  return callOf("signIn", {}, { body }, () => model.calls.signIn(email, password, held));
}

export function answerOf(
  { model }: World,
  holder: Holder,
  challenge: Challenge,
  [guess, code]: CodedGuess,
): Call {
  const { kind, factor, trusts } = guess;
  const named = factor === undefined ? {} : { factorId: factor.id };
  const body = { kind, code, ...named, ...(trusts && { trustDevice: true }) };
  const rule = () => model.calls.verifyChallenge(holder, challenge, guess);
  return callOf("verifyChallenge", holder, { params: { id: challenge.id }, body }, rule);
}

function breakGlassOf({ installation, model }: World, account: Account): Call {
  const origin = { ip: "", userAgent: "", requestId: "" };
  const input = { accountId: account.id, reason: "Lost everything", origin };
  return {
    holder: {},
    act: { name: "openBreakGlass", target: "", body: "" },
    async send() {
      const opened = await openBreakGlass(installation.deps, input);
      return { code: opened.outcome === "refused" ? opened.reason : "ok", answer: opened };
    },
    rule: () => model.calls.openBreakGlass(account),
  };
}
