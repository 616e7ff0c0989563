import {
  type CodedGuess,
  type Draw,
  drawAnswerer,
  drawChallenge,
  drawGuess,
  drawProof,
  drawSession,
  newestFirst,
  PASSWORD,
  type SessionHolder,
  wrongTotp,
} from "./draws.ts";
import type { Account, Act, Challenge, Factor, Holder, Proof } from "./reference-state.ts";
import type { World } from "./world.ts";

/**
 * One public call, made and compared. Returns what it was about, for the report; undefined, having done
 * nothing, where there is nothing yet to call it with. A new route gets its call here and its rule in
 * the model.
 */
export type PublicCall = (world: World, draw: Draw) => Promise<string | undefined>;

const MINUTE = 60_000;
const LONG_PAUSES = [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];
const PAUSES = [30_000, 30_000, 30_000, 30_000, 1_000, 60_000, ...LONG_PAUSES];

export const PUBLIC_CALLS = {
  async signUp(world, draw) {
    const account = draw(world.accounts);
    if (account === undefined) return undefined;
    const { email } = account;
    const body = { email, password: PASSWORD, session: "token" } as const;
    const begun = await world.client().call("signUp", { body });
    if (!begun.ok) throw new Error(`A sign-up is refused: ${begun.problem.code}`);
    const code = account.exists ? "000000" : world.mailedCode(account);
    const { signUpToken = "" } = begun.answer;
    const verify = { email, code, signUpToken, session: "token" } as const;
    const result = await world.client().call("verifySignUp", { body: verify });
    world.settle(result, {}, () => world.model.signUp(account));
    return email;
  },

  async signIn(world, draw) {
    const account = draw(world.accounts);
    const isRight = draw([true, true, true, false]) === true;
    if (account === undefined) return undefined;
    await signIn(world, account, isRight);
    return `${account.email}, ${isRight ? "right" : "wrong"} password`;
  },

  /** Comes back to an account: the password, and then a code of its authenticator or a recovery code. */
  async comeBack(world, draw) {
    const factor = draw(newestFirst(world.factors));
    const challenge = factor && (await enterPassword(world, factor));
    if (factor === undefined || challenge === undefined) return undefined;
    const kind = draw(["totp", "recovery_code"] as const) ?? "totp";
    const coded = drawGuess(world, draw, kind, factor);
    await answer(world, { ticketOf: challenge }, challenge, coded);
    return `${factor.account.email} with ${coded[1]}`;
  },

  /** Five wrong codes for a new sign-in: what the budget of an account is for. */
  async guess(world, draw) {
    const factor = draw(newestFirst(world.factors));
    const challenge = factor && (await enterPassword(world, factor));
    if (factor === undefined || challenge === undefined) return undefined;
    for (let tries = 0; tries < 5; tries += 1) {
      await answer(world, { ticketOf: challenge }, challenge, wrongTotp(world, factor));
    }
    return factor.account.email;
  },

  async getChallenge(world, draw) {
    const challenge = drawChallenge(world, draw);
    if (challenge === undefined) return undefined;
    const holder = drawAnswerer(world, draw, challenge);
    const params = { id: challenge.id };
    const result = await world.client(holder).call("getChallenge", { params });
    world.settle(result, holder, () => world.model.getChallenge(holder, challenge), true);
    return challenge.id;
  },

  async verifyChallenge(world, draw) {
    const challenge = drawChallenge(world, draw);
    if (challenge === undefined) return undefined;
    const holder = drawAnswerer(world, draw, challenge);
    const kinds = [...challenge.kinds, ...challenge.kinds, "totp", "recovery_code", "password"];
    const kind = draw(kinds as typeof challenge.kinds) ?? "totp";
    const own = newestFirst(world.factors.filter(({ account }) => account === challenge.account));
    const [guess, code] = drawGuess(world, draw, kind, draw([...own, ...own, ...world.factors]));
    await answer(world, holder, challenge, [guess, code]);
    return `${challenge.id}, ${kind} ${code}`;
  },

  async getSession(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("getSession", {});
    world.settle(result, holder, () => ({ code: "ok" }), true);
    if (!result.ok) return result.problem.code;
    const { amr, recovery } = result.answer;
    const { session } = holder;
    world.compare([amr.toSorted(), recovery], [[...session.amr].toSorted(), session.isRecovery]);
    return session.id;
  },

  async getSecurity(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("getSecurity", {});
    world.settle(result, holder, () => ({ code: "ok" }));
    if (!result.ok) return result.problem.code;
    const { twoFactor, signInSetting, factors, recoveryCodes } = result.answer;
    world.compare(
      {
        isEnabled: twoFactor === "enabled",
        setting: signInSetting,
        factors: factors
          .map(({ id, label, status, isDefault }) => ({ id, label, status, isDefault }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        codes: recoveryCodes && [recoveryCodes.remaining, recoveryCodes.acknowledgedAt !== null],
      },
      world.model.securityOf(holder.session),
    );
    return holder.session.id;
  },

  async listSessions(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("listSessions", {});
    world.settle(result, holder, () => ({ code: "ok" }));
    if (!result.ok) return result.problem.code;
    const open = world.model.sessionsOf(holder.session.account);
    const listed = result.answer.sessions;
    const count = (marks: readonly boolean[]) => [marks.length, marks.filter(Boolean).length];
    world.compare(
      count(listed.map(({ recovery }) => recovery)),
      count(open.map(({ isRecovery }) => isRecovery)),
    );
    return holder.session.id;
  },

  async revokeSession(world, draw) {
    const other = draw(newestFirst(world.sessions));
    if (other?.id === "") await world.learnId(other);
    const sisters = world.sessions.filter(({ account }) => account === other?.account);
    const holder = drawSession(world, draw, draw(newestFirst(sisters)));
    if (holder === undefined || !other?.id) return undefined;
    const params = { id: other.id };
    const result = await world.client(holder).call("revokeSession", { params });
    world.settle(result, holder, () => world.model.end(holder.session, other));
    return other.id;
  },

  async revokeOtherSessions(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("revokeOtherSessions", {});
    world.settle(result, holder, () => world.model.end(holder.session, "others"));
    return holder.session.id;
  },

  async signOut(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("signOut", {});
    world.settle(result, holder, () => world.model.end(holder.session), true);
    return holder.session.id;
  },

  async enrolTotp(world, draw) {
    return actIfDrawn(world, draw, drawSession(world, draw), enrolment(draw));
  },

  async confirmFactor(world, draw) {
    const factor = draw(newestFirst(world.factors));
    if (factor === undefined) return undefined;
    const holder = drawSession(world, draw, factor.session);
    const [guess, code] = drawGuess(world, draw, "totp", factor);
    const endOtherSessions = draw([false, true]) === true;
    if (holder === undefined || guess.isMalformed) return undefined;
    const options = { params: { id: factor.id }, body: { code, endOtherSessions } };
    const result = await world.client(holder).call("confirmFactor", options);
    const { session } = holder;
    world.settle(result, holder, () =>
      world.model.confirm(session, factor, guess, endOtherSessions),
    );
    return `${factor.id} ${code}`;
  },

  async changeFactor(world, draw) {
    const factor = draw(newestFirst(world.factors));
    const holder = factor && drawSession(world, draw, factor.session);
    if (factor === undefined || holder === undefined) return undefined;
    const label = draw([undefined, "Old phone"]);
    const isDefault = draw([true, false]) === true || label === undefined;
    const body = {
      ...(label === undefined ? {} : { label }),
      ...(isDefault ? { isDefault: true as const } : {}),
    };
    const result = await world
      .client(holder)
      .call("changeFactor", { params: { id: factor.id }, body });
    world.settle(result, holder, () =>
      world.model.change(holder.session, factor, { label, isDefault }),
    );
    return factor.id;
  },

  async removeFactor(world, draw) {
    const factor = draw(newestFirst(world.factors));
    const sessions = world.sessions.filter(({ account }) => account === factor?.account);
    const holder = drawSession(world, draw, draw(newestFirst(sessions)));
    return factor && actIfDrawn(world, draw, holder, removal(factor));
  },

  async setSignInSetting(world, draw) {
    const act = draw([DISABLING, ENABLING]) ?? DISABLING;
    return actIfDrawn(world, draw, drawSession(world, draw), act);
  },

  async regenerateRecoveryCodes(world, draw) {
    return actIfDrawn(world, draw, drawSession(world, draw), REGENERATION);
  },

  /** What needs a proof, done as people do it: demanded, proved with the next code, repeated. */
  async stepUp(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const own = newestFirst(world.factors).filter(
      ({ account, isActive }) => isActive && account === holder.session.account,
    );
    const acts = [...own.map(removal), DISABLING, REGENERATION, enrolment(draw)];
    const act = draw(acts) ?? REGENERATION;
    const { length } = world.challenges;
    await perform(world, holder, act, undefined);
    const challenge = world.challenges[length];
    if (challenge === undefined) return act.name;
    world.advance(30_000);
    const kind = challenge.kinds[0] ?? "totp";
    await answer(world, holder, challenge, drawGuess(world, draw, kind, draw(own)));
    const proof = world.proofs.findLast((each) => each.challenge === challenge);
    if (proof === undefined) return act.name;
    await perform(world, holder, act, proof);
    // Once more, as somebody does who saw it.
    if (draw([false, false, true]) === true) await perform(world, holder, act, proof);
    return describe(holder, act, proof);
  },

  async acknowledgeRecoveryCodes(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const result = await world.client(holder).call("acknowledgeRecoveryCodes", {});
    world.settle(result, holder, () => world.model.acknowledge(holder.session));
    return holder.session.id;
  },

  async timePasses(world, draw) {
    const millis = draw(PAUSES) ?? 0;
    world.advance(millis);
    return `${millis / 1000} s`;
  },
} as const satisfies Readonly<Record<string, PublicCall>>;

async function signIn(world: World, account: Account, isRight: boolean): Promise<void> {
  const password = isRight ? PASSWORD : "not the right password";
  const body = { email: account.email, password, session: "token" } as const;
  const result = await world.client().call("signIn", { body });
  world.settle(result, {}, () => world.model.signIn(account, isRight));
}

/** The challenge of a new sign-in, if there is a second step. */
async function enterPassword(world: World, { account }: Factor): Promise<Challenge | undefined> {
  const before = world.challenges.length;
  await signIn(world, account, true);
  return world.challenges[before];
}

async function answer(
  world: World,
  holder: Holder,
  challenge: Challenge,
  [guess, code]: CodedGuess,
): Promise<void> {
  const { kind, factor } = guess;
  const named = factor === undefined ? {} : { factorId: factor.id };
  const options = { params: { id: challenge.id }, body: { kind, code, ...named } };
  const result = await world.client(holder).call("verifyChallenge", options);
  world.settle(result, holder, () => world.model.verify(holder, challenge, guess), true);
}

const DISABLING: Act = { name: "set", target: "", label: "off" };
const ENABLING: Act = { name: "set", target: "", label: "every_time" };
const REGENERATION: Act = { name: "regenerate", target: "", label: "" };
const enrolment = (draw: Draw): Act => ({
  name: "enrol",
  target: "",
  label: draw(["Phone", "Tablet"]) ?? "Phone",
});
const removal = ({ id }: Factor): Act => ({ name: "remove", target: id, label: "" });

async function actIfDrawn(
  world: World,
  draw: Draw,
  holder: SessionHolder | undefined,
  act: Act,
): Promise<string | undefined> {
  if (holder === undefined) return undefined;
  const proof = drawProof(world, draw, holder, act);
  await perform(world, holder, act, proof);
  return describe(holder, act, proof);
}

/** Does what needs a proof, with one or without. */
async function perform(
  world: World,
  holder: SessionHolder,
  act: Act,
  proof: Proof | undefined,
): Promise<void> {
  const { model } = world;
  const { session } = holder;
  const client = world.client(holder);
  const token = { proof: proof?.token };
  const { target, label } = act;
  const does = {
    async enrol() {
      const result = await client.call("enrolTotp", { body: { label }, ...token });
      world.settle(result, holder, () => model.enrol(session, act, proof));
    },
    async remove() {
      const result = await client.call("removeFactor", { params: { id: target }, ...token });
      const factor = world.factors.find(({ id }) => id === target);
      world.settle(result, holder, () => model.remove(session, factor, act, proof));
    },
    async set() {
      const value = label === "off" ? "off" : "every_time";
      const result = await client.call("setSignInSetting", { body: { value }, ...token });
      world.settle(result, holder, () => model.set(session, value, act, proof));
    },
    async regenerate() {
      const result = await client.call("regenerateRecoveryCodes", token);
      world.settle(result, holder, () => model.regenerate(session, act, proof));
    },
  };
  await does[act.name]();
}

function describe({ session }: SessionHolder, act: Act, proof: Proof | undefined): string {
  return `${act.name} ${act.label} of ${session.account.email} with ${proof?.token ?? "no proof"}`;
}
