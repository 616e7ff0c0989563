import type {
  Account,
  Act,
  Challenge,
  Factor,
  Guess,
  Holder,
  Outcome,
  Proof,
  RecoveryCodes,
  Session,
} from "./reference-state.ts";
import { activeOf, endOf, isHeld, LIMITS, newCodes, raise, viewOf } from "./reference-state.ts";

const MINUTE = 60_000;
const refuse = <Code extends string>(code: Code) => ({ code }) as const;

/**
 * What every public call must answer, written from the requirements and not from the code: no
 * database, no secrets, no concurrency. Things are objects here; whoever drives the model gives them the
 * ids and codes that the server made.
 */
export class ReferenceModel {
  nowMillis = 0;

  get #step(): number {
    return Math.floor(this.nowMillis / 30_000);
  }

  signUp(account: Account): Outcome<{ session: Session }> {
    if (account.exists) return refuse("invalid_code");
    account.exists = true;
    return { code: "ok", session: this.#begin(account, ["pwd"]) };
  }

  signIn(
    account: Account,
    isRight: boolean,
  ): Outcome<{ session: Session } | { challenge: Challenge }> {
    if (!this.#isWithin(account, "signIn")) return refuse("too_many_attempts");
    if (!isRight || !account.exists) {
      account.guesses.signIn.push(this.nowMillis);
      return refuse("invalid_credentials");
    }
    if (account.setting === "off" || activeOf(account).length === 0) {
      return { code: "ok", session: this.#begin(account, ["pwd"]) };
    }
    return { code: "ok", challenge: this.#open(account, ["totp", "recovery_code"]) };
  }

  /** Whether whoever holds this gets as far as the route. */
  admits({ session, isStale }: Holder): boolean {
    if (session === undefined) return true;
    if (isStale || !session.account.sessions.includes(session)) return false;
    if (this.nowMillis >= endOf(session)) return false;
    if (this.nowMillis - session.usedAt >= 30_000) session.usedAt = this.nowMillis;
    return true;
  }

  getChallenge(holder: Holder, challenge: Challenge): Outcome<object> {
    if (!isHeld(holder, challenge)) return refuse("not_found");
    return this.isOpen(challenge) ? { code: "ok" } : refuse("challenge_closed");
  }

  verify(
    holder: Holder,
    challenge: Challenge,
    guess: Guess,
  ): Outcome<{ session: Session } | { proof: Proof }> {
    const { account } = challenge;
    if (!isHeld(holder, challenge)) return refuse("not_found");
    if (!challenge.kinds.includes(guess.kind) || guess.isMalformed)
      return refuse("invalid_request");
    if (!this.isOpen(challenge)) return refuse("challenge_closed");
    if (!this.#isWithin(account, guess.kind)) return refuse("too_many_attempts");
    // No client of the model is known: whoever answers a sign-in has shown the password alone.
    const isBehindPassword = challenge.session === undefined;
    if (isBehindPassword && account.isRetired) return refuse("too_many_attempts");
    const compared = this.#compare(account, guess);
    if (compared === "invalid_code") {
      challenge.attempts += 1;
      account.guesses[guess.kind].push(this.nowMillis);
      if (isBehindPassword && !this.#isSlow(guess)) this.#doubt(account);
    }
    if (compared !== "ok") return refuse(compared);
    challenge.isAnswered = true;
    const amr = { totp: "otp", password: "pwd", recovery_code: "recovery_code" }[guess.kind];
    const { session } = challenge;
    if (session === undefined) {
      return { code: "ok", session: this.#begin(account, ["pwd", amr]) };
    }
    raise(session, amr);
    const proof = { challenge, expiresAt: this.nowMillis + 5 * MINUTE, isSpent: false, token: "" };
    return { code: "ok", proof };
  }

  enrol(session: Session, act: Act, proof?: Proof): Outcome<{ factor: Factor }> {
    const { account } = session;
    if (activeOf(account).length >= 10) return refuse("too_many_factors");
    const refusal = this.#findRefusal(session, act, proof);
    if (refusal !== undefined) return refusal;
    account.factors = account.factors.filter(
      (factor) => factor.isActive || factor.session !== session,
    );
    const expiresAt = this.nowMillis + 10 * MINUTE;
    const made = { account, session, expiresAt, isActive: false, isDefault: false, lastStep: -1 };
    const factor = { ...made, wrongCodes: 0, id: "", label: act.label, code: () => "" };
    account.factors.push(factor);
    return { code: "ok", factor };
  }

  confirm(
    session: Session,
    factor: Factor,
    guess: Guess,
    endsOthers: boolean,
  ): Outcome<{ codes: RecoveryCodes | undefined }> {
    const { account } = session;
    if (!account.factors.includes(factor) || factor.session !== session) return refuse("not_found");
    const isOver = factor.isActive || this.nowMillis >= factor.expiresAt;
    if (isOver || factor.wrongCodes >= 10) return refuse("challenge_closed");
    factor.wrongCodes += 1;
    if (guess.of !== factor || !this.#isNear(guess)) return refuse("invalid_code");
    factor.isDefault = activeOf(account).length === 0;
    Object.assign(factor, { isActive: true, lastStep: guess.step });
    if (factor.isDefault) {
      account.setting = "every_time";
      account.factors = account.factors.filter(({ isActive }) => isActive);
    }
    const isFirst = account.codes === undefined;
    if (isFirst) account.codes = newCodes();
    raise(session, "otp");
    session.isRecovery = false;
    if (endsOthers) account.sessions = [session];
    return { code: "ok", codes: isFirst ? account.codes : undefined };
  }

  change(
    session: Session,
    factor: Factor,
    to: { label?: string | undefined; isDefault: boolean },
  ): Outcome<object> {
    const { factors } = session.account;
    if (!factors.includes(factor) || !factor.isActive) return refuse("not_found");
    if (to.label !== undefined) factor.label = to.label;
    if (to.isDefault) for (const each of factors) each.isDefault = each === factor;
    return { code: "ok" };
  }

  remove(session: Session, factor: Factor | undefined, act: Act, proof?: Proof): Outcome<object> {
    const { account } = session;
    if (factor?.account !== account || !account.factors.includes(factor)) {
      return refuse("not_found");
    }
    if (factor.isActive || factor.session !== session) {
      const refusal = this.#findRefusal(session, act, proof);
      if (refusal !== undefined) return refusal;
    }
    account.factors = account.factors.filter((each) => each !== factor);
    if (!factor.isActive) return { code: "ok" };
    const [next] = activeOf(account);
    if (next && factor.isDefault) next.isDefault = true;
    if (next === undefined) Object.assign(account, { setting: "off", codes: undefined });
    account.sessions = [session];
    return { code: "ok" };
  }

  set(session: Session, value: Account["setting"], act: Act, proof?: Proof): Outcome<object> {
    const { account } = session;
    if (value === "off" && account.setting !== "off") {
      const refusal = this.#findRefusal(session, act, proof);
      if (refusal !== undefined) return refusal;
    }
    if (value !== "off" && activeOf(account).length === 0) return refuse("no_factor");
    account.setting = value;
    return { code: "ok" };
  }

  regenerate(session: Session, act: Act, proof?: Proof): Outcome<{ codes: RecoveryCodes }> {
    const { account } = session;
    if (activeOf(account).length === 0) return refuse("no_factor");
    const refusal = this.#findRefusal(session, act, proof);
    if (refusal !== undefined) return refusal;
    account.codes = newCodes();
    return { code: "ok", codes: account.codes };
  }

  acknowledge({ account: { codes } }: Session): Outcome<object> {
    if (codes === undefined) return refuse("no_recovery_codes");
    codes.isAcknowledged = true;
    return { code: "ok" };
  }

  /** What a session sees: enrolments are of the session that began them. */
  securityOf(session: Session): object {
    const { account } = session;
    return viewOf(
      account,
      (factor) => factor.session === session && this.nowMillis < factor.expiresAt,
    );
  }

  /** The sessions that are open now. */
  sessionsOf(account: Account): readonly Session[] {
    return account.sessions.filter((session) => this.nowMillis < endOf(session));
  }

  end(session: Session, other: Session | "others" = session): Outcome<object> {
    const { account } = session;
    if (session.isRecovery && other !== session) return refuse("recovery_session");
    if (other === "others") account.sessions = [session];
    else if (!account.sessions.includes(other)) return refuse("not_found");
    else account.sessions = account.sessions.filter((each) => each !== other);
    return { code: "ok" };
  }

  #begin(account: Account, amr: readonly string[]): Session {
    const isRecovery = amr.includes("recovery_code");
    const times = { begunAt: this.nowMillis, usedAt: this.nowMillis };
    const session = { account, ...times, isRecovery, amr: new Set<string>(), tokens: [], id: "" };
    for (const method of amr) raise(session, method);
    account.sessions.push(session);
    return session;
  }

  #open(account: Account, kinds: Challenge["kinds"], session?: Session, act?: Act): Challenge {
    const expiresAt = this.nowMillis + 10 * MINUTE;
    const made = { account, kinds, session, act, expiresAt, attempts: 0, isAnswered: false };
    return { ...made, id: "", ticket: undefined };
  }

  isOpen({ isAnswered, attempts, expiresAt }: Challenge): boolean {
    return !isAnswered && attempts < 5 && this.nowMillis < expiresAt;
  }

  #isWithin({ guesses }: Account, lane: keyof typeof LIMITS): boolean {
    const recent = (perMillis: number) =>
      guesses[lane].filter((at) => at > this.nowMillis - perMillis).length;
    return LIMITS[lane].every(([attempts, perMillis]) => recent(perMillis) < attempts);
  }

  /** Ten failures behind the password in 30 days retire it. */
  #doubt(account: Account): void {
    account.doubts.push(this.nowMillis);
    const recent = account.doubts.filter((at) => at > this.nowMillis - 30 * 24 * 60 * MINUTE);
    account.isRetired ||= recent.length >= 10;
  }

  /** Right up to two steps outside the window. */
  #isSlow({ kind, factor, of, step = -9 }: Guess): boolean {
    return kind === "totp" && of === factor && Math.abs(step - this.#step) <= 3;
  }

  #isNear({ step = -9 }: Guess): boolean {
    return Math.abs(step - this.#step) <= 1;
  }

  #compare(account: Account, guess: Guess) {
    const { factor, codes, slot = 0 } = guess;
    if (guess.kind === "password") return guess.isRight ? "ok" : "invalid_code";
    if (guess.kind === "recovery_code") {
      const isRight = codes !== undefined && codes === account.codes && codes.unused.delete(slot);
      return isRight ? "ok" : "invalid_code";
    }
    if (!factor?.isActive || !account.factors.includes(factor)) return "not_found";
    if (guess.of !== factor || !this.#isNear(guess)) return "invalid_code";
    if (factor.lastStep >= (guess.step ?? 0)) return "code_already_used";
    factor.lastStep = guess.step ?? 0;
    return "ok";
  }

  /** Why the session may not act; without a proof that fits a challenge is opened for one. */
  #findRefusal(session: Session, act: Act, proof: Proof | undefined): Outcome<object> | undefined {
    if (session.isRecovery) {
      const mayEnrol = act.name === "enrol" && this.nowMillis < session.begunAt + 10 * MINUTE;
      return mayEnrol ? undefined : refuse("recovery_session");
    }
    const { account } = session;
    const kind = activeOf(account).length > 0 ? "totp" : "password";
    const from = proof?.challenge;
    const isFit =
      proof !== undefined &&
      !proof.isSpent &&
      this.nowMillis < proof.expiresAt &&
      from?.session === session &&
      from.kinds[0] === kind &&
      JSON.stringify(from.act) === JSON.stringify(act);
    if (isFit) {
      proof.isSpent = true;
      return undefined;
    }
    return { code: "step_up_required", demanded: this.#open(account, [kind], session, act) };
  }
}
