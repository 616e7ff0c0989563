import { mayTrust, trust } from "./reference-devices.ts";
import { compareText } from "./reference-phones.ts";
import type {
  Account,
  Act,
  Challenge,
  Guess,
  GuessKind,
  Holder,
  Invitation,
  Made,
  Proof,
  Replacement,
  Session,
  Transition,
  Trial,
} from "./reference-state.ts";
import {
  DAY,
  DOUBTS,
  endOf,
  GUESSES,
  heldOf,
  isFull,
  isWaiting,
  LANES,
  type Limits,
  METHODS,
  MINUTE,
  newTexted,
} from "./reference-terms.ts";

/** What a recovery session may do; what is not held after a replacement; what a retired password leaves. */
const FOR_RECOVERY = ["enrolTotp", "enrolSms", "suspendFactor"];
const NEVER_HELD = ["suspendFactor"];
const FOR_RETIRED = ["getSession", "signOut", "changePassword"];
/** Answered to tickets, whatever session comes with them. */
const FOR_TICKETS = [
  "getChallenge",
  "sendCode",
  "verifyChallenge",
  "enrolInvitedFactor",
  "confirmInvitedFactor",
  "findReplacement",
  "completeReplacement",
];

/** Who gets as far as a call, what proves it, what a code is worth, and how often one may be wrong. */
export class ReferenceRules {
  nowMillis = 0;
  readonly accounts: Account[] = [];
  readonly #counted = new Map<string, number[]>();

  /** What a call comes to for whoever makes it. */
  answer(
    { session, isStale = false }: Holder,
    act: Act,
    proof: Proof | undefined,
    call: () => Transition,
  ): Made & { readonly code: string } {
    if (session !== undefined && !this.#admits(session, isStale)) return { code: "not_signed_in" };
    const isFree = [...FOR_RETIRED, ...FOR_TICKETS].includes(act.name);
    if (session?.account.isRetired && !isFree) return { code: "password_retired" };
    const { unless, needsProof, to } = call();
    const [reason] = Object.keys(unless).filter((code) => unless[code]);
    if (reason !== undefined) return { code: reason };
    const unproved = needsProof && session && this.#findUnproved(session, act, proof);
    if (unproved) return unproved;
    const made = { code: "ok", ...to() };
    // An act that fails leaves its proof unspent.
    if (needsProof && proof !== undefined && made.code === "ok") proof.isSpent = true;
    return made;
  }

  ownerOf(address: string): Account | undefined {
    const isOwner = ({ emails }: Account) => emails.some((email) => email.address === address);
    return this.accounts.find((account) => !account.isGone && isOwner(account));
  }

  openSessions({ sessions }: Account): readonly Session[] {
    return sessions.filter((session) => this.nowMillis < endOf(session));
  }

  /** When it was counted, oldest first. */
  timesOf(what: string): readonly number[] {
    return this.#counted.get(what) ?? [];
  }

  /** Whether one more is within the limits. */
  isWithin(what: string, limits: Limits): boolean {
    const times = this.timesOf(what);
    return limits.every(
      ([count, perMillis]) => times.filter((at) => at > this.nowMillis - perMillis).length < count,
    );
  }

  /** Counts one more, if it is within the limits. */
  take(what: string, limits: Limits): boolean {
    if (!this.isWithin(what, limits)) return false;
    this.#counted.set(what, [...this.timesOf(what), this.nowMillis]);
    return true;
  }

  forget(what: string): void {
    this.#counted.delete(what);
  }

  isOver({ isOver, attempts, maxAttempts, expiresAt }: Trial): boolean {
    return isOver || attempts >= maxAttempts || this.nowMillis >= expiresAt;
  }

  begin(account: Account, methods: readonly string[], isRecovery = false): { session: Session } {
    const times = { begunAt: this.nowMillis, usedAt: this.nowMillis };
    const empty = { amr: new Set<string>(), tokens: [], id: "", addition: undefined };
    const session: Session = { account, ...times, isRecovery, ...empty };
    for (const method of methods) this.raise(session, method);
    account.sessions.push(session);
    return { session };
  }

  /** Two different factors really used make two. */
  raise({ amr }: Session, method: string): void {
    amr.add(method);
    if (["pwd", "otp", "sms"].filter((each) => amr.has(each)).length > 1) amr.add("mfa");
  }

  open(account: Account, kinds: readonly GuessKind[], session?: Session, act?: Act) {
    const names = { id: "", ticket: "" };
    const demand = { account, kinds, session, act, proof: undefined };
    const challenge: Challenge = { ...newTexted(this.nowMillis, 5), ...demand, ...names };
    account.challenges.push(challenge);
    return { challenge };
  }

  /** Why nobody can enrol by this invitation in that sign-in. */
  whyUninvited({ ticketOf }: Holder, on: Challenge, by: Invitation) {
    const { account } = on;
    const isUsed = by.enrolled !== undefined || this.nowMillis >= by.expiresAt;
    const isKnown = ticketOf === on && !account.isGone && account.invitations.includes(by);
    return { not_found: !isKnown, challenge_closed: isUsed || this.isOver(on) };
  }

  /** Whether a sign-in can be completed with the replacement that this browser asked for. */
  isAsked({ ticketOf }: Holder, { account }: Challenge, asked: Replacement | undefined): boolean {
    const isTicket = ticketOf?.account === account && !account.isGone;
    return isTicket && account.replacement === asked && isWaiting(asked, this.nowMillis);
  }

  /** Whether a code of an authenticator is right now, or so many steps earlier or later. */
  isNear({ factor, of, step = -9 }: Guess, steps = 1): boolean {
    return of === factor && Math.abs(step - Math.floor(this.nowMillis / 30_000)) <= steps;
  }

  /** What a code brings that is tried on a challenge. */
  tryCode(challenge: Challenge, guess: Guess): Made {
    const { account, session } = challenge;
    const compared = this.#compare(challenge, guess);
    if (compared === "invalid_code") {
      const lane = LANES[guess.kind];
      challenge.attempts += 1;
      this.take(`${lane} of ${account.name}`, GUESSES[lane]);
      const isSlow = guess.kind === "totp" && this.isNear(guess, 3);
      if (session === undefined && !isSlow) this.#doubt(account);
    }
    if (compared !== "ok") return { code: compared };
    challenge.isOver = true;
    const method = METHODS[guess.kind];
    if (session === undefined) {
      const isRecovery = guess.kind === "recovery_code";
      const isTrusted = guess.trusts === true && !isRecovery && mayTrust(account, this.nowMillis);
      const begun = this.begin(account, ["pwd", method], isRecovery);
      return isTrusted ? { ...begun, device: trust(account, this.nowMillis) } : begun;
    }
    this.raise(session, method);
    const expiresAt = this.nowMillis + 5 * MINUTE;
    challenge.proof = { challenge, expiresAt, isSpent: false, token: "" };
    return { proof: challenge.proof };
  }

  #admits(session: Session, isStale: boolean): boolean {
    const { account } = session;
    if (isStale || !this.openSessions(account).includes(session)) return false;
    if (this.nowMillis - session.usedAt >= 30_000) session.usedAt = this.nowMillis;
    return true;
  }

  #doubt(account: Account): void {
    this.take(`doubts of ${account.name}`, DOUBTS);
    account.isRetired ||= !this.isWithin(`doubts of ${account.name}`, DOUBTS);
  }

  #compare(challenge: Challenge, guess: Guess): string {
    const { account } = challenge;
    const { kind, factor, of, step = -9, codes, breakGlass, slot = 0 } = guess;
    if (kind === "password") return guess.password === account.password ? "ok" : "invalid_code";
    if (kind === "recovery_code") {
      const isOpened = breakGlass !== undefined && breakGlass === account.breakGlass;
      if (isOpened) account.breakGlass = undefined;
      const isRight = isOpened
        ? this.nowMillis < breakGlass.expiresAt
        : codes !== undefined && codes === account.codes && codes.unused.delete(slot);
      return isRight ? "ok" : "invalid_code";
    }
    const isInUse = factor?.status === "active" && account.factors.includes(factor);
    if (!isInUse || factor.kind !== kind) return "not_found";
    if (kind === "sms") return compareText(challenge, guess, this.nowMillis);
    if (of !== factor || !this.isNear(guess)) return "invalid_code";
    if (factor.lastStep >= step) return "code_already_used";
    factor.lastStep = step;
    return "ok";
  }

  /** Why the session may not act yet; without a proof that fits, a challenge is opened for one. */
  #findUnproved(session: Session, act: Act, proof: Proof | undefined) {
    const { account, isRecovery, begunAt } = session;
    if (isRecovery) {
      const mayAct = FOR_RECOVERY.includes(act.name) && this.nowMillis < begunAt + 10 * MINUTE;
      return mayAct ? undefined : { code: "recovery_session" };
    }
    const { completedAt = -DAY } = account.replacement ?? {};
    const isHeld = this.nowMillis < completedAt + DAY;
    if (isHeld && !NEVER_HELD.includes(act.name)) return { code: "actions_held" };
    const kinds = provingKinds(session, act.name);
    const from = proof?.challenge;
    const isFit =
      from?.session === session &&
      JSON.stringify([from.act, from.kinds]) === JSON.stringify([act, kinds]) &&
      proof?.isSpent === false &&
      this.nowMillis < proof.expiresAt;
    return isFit
      ? undefined
      : { code: "step_up_required", ...this.open(account, kinds, session, act) };
  }
}

/**
 * The strongest kind that the account has; the password beside it or instead of it where it opens nothing.
 * Beside an app it does so in a session that was proved by one: a text must not take an app away.
 */
function provingKinds(session: Session, name: string): readonly GuessKind[] {
  const kinds = heldOf(session.account).map((factor) => factor.kind);
  const kind = (["totp", "sms"] as const).find((each) => kinds.includes(each)) ?? "password";
  if (name === "requestReplacement") return ["password"];
  const isByPassword = isFull(session) && (kind !== "totp" || session.amr.has("otp"));
  return name === "suspendFactor" && isByPassword ? [kind, "password"] : [kind];
}
