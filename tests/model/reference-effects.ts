import { distrust, trustOf } from "./reference-devices.ts";
import { compareText } from "./reference-phones.ts";
import { ReferenceRules } from "./reference-rules.ts";
import type {
  Account,
  Addition,
  Challenge,
  Email,
  Factor,
  FactorKind,
  Guess,
  Held,
  Invitation,
  Made,
  RecoveryCodes,
  Replacement,
  Reset,
  Session,
  SignInSetting,
  SignUp,
} from "./reference-state.ts";
import {
  activeOf,
  byAge,
  DAY,
  GUESSES,
  heldOf,
  isProtected,
  isWaiting,
  MAILS,
  MAX,
  METHODS,
  MINUTE,
  newAccount,
  newCodes,
  newTexted,
  newTrial,
  ofKind,
  signInKinds,
} from "./reference-terms.ts";

/** What each call changes that is allowed, and what it brings forth. */
export class ReferenceEffects extends ReferenceRules {
  beginSignUp(address: string, password: string): Made {
    const isMailed = this.take(`sign-up mails to ${address}`, MAILS);
    const isLive = isMailed && this.ownerOf(address) === undefined;
    const signUp = { ...newTrial(this.nowMillis, 5), address, password, isLive };
    return { isMailed, signUp: { ...signUp, token: "", code: "" } };
  }

  completeSignUp(signUp: SignUp, isRight: boolean): Made {
    const { address, password, isLive } = signUp;
    signUp.attempts += 1;
    if (!isRight || !isLive) return { code: "invalid_code" };
    signUp.isOver = true;
    if (this.ownerOf(address) !== undefined) return { code: "challenge_closed" };
    const email = { address, begunAt: this.nowMillis, isPrimary: true, id: "" };
    const account = newAccount(`account ${this.accounts.length}`, email, password);
    this.accounts.push(account);
    return this.begin(account, ["pwd"]);
  }

  enterPassword(
    account: Account | undefined,
    password: string,
    guesses: string,
    held: Held | undefined,
  ): Made {
    if (account?.password !== password) {
      this.take(guesses, GUESSES.password);
      return { code: "invalid_credentials" };
    }
    if (!isProtected(account)) return this.begin(account, ["pwd"]);
    const found = trustOf(account, held, this.nowMillis);
    if (found === "trusted" && held !== undefined) {
      if (held.age === 0) held.device.usedAt = this.nowMillis;
      return { ...this.begin(account, ["pwd", "trusted_device"]), device: held.device };
    }
    // Somebody has a copy: nothing of what was trusted or open is left.
    if (found === "stolen") Object.assign(account, { devices: [], sessions: [] });
    return this.open(account, signInKinds(account));
  }

  /** In place of another of that kind that was begun by the same and is not confirmed. */
  enrol(by: Session | Invitation, kind: FactorKind, label: string, number = ""): Factor {
    const { account } = by;
    drop(ofKind(account.factors, kind).filter(({ begunBy }) => begunBy === by));
    const state = { status: "pending", isDefault: false, lastStep: -1 } as const;
    const known = { kind, account, begunBy: by, label, number };
    const trial = newTexted(this.nowMillis, kind === "sms" ? 5 : 10);
    const factor: Factor = { ...trial, ...known, ...state, id: "", code: () => "" };
    account.factors.push(factor);
    return factor;
  }

  confirm(session: Session, factor: Factor, guess: Guess, endsOthers: boolean): Made {
    const { account } = session;
    const compared = this.#compareEnrolment(factor, guess);
    if (compared !== "code_expired") factor.attempts += 1;
    if (compared !== "ok") return { code: compared };
    const { length } = ofKind(activeOf(account), "totp");
    // Whoever turned it off with an app in use keeps it off; a phone leaves the choice to its owner.
    if (factor.kind === "totp" && length === 0 && account.setting === "off") {
      account.setting = "every_time";
    }
    Object.assign(factor, { isOver: true, lastStep: guess.step });
    admit(factor);
    if (factor.kind === "totp" && length === 0) change(factor, undefined, true);
    this.raise(session, METHODS[factor.kind]);
    // A recovery code is good for one new factor.
    if (session.isRecovery) drop(account.factors.filter(({ begunBy }) => begunBy === session));
    if (session.isRecovery || endsOthers) distrust(account);
    session.isRecovery = false;
    if (endsOthers) endOthers(session);
    return account.codes === undefined ? makeCodes(account) : {};
  }

  confirmInvited(challenge: Challenge, invitation: Invitation, guess: Guess): Made {
    const { factor } = guess;
    if (factor === undefined) return { code: "not_found" };
    factor.attempts += 1;
    if (!this.isNear(guess)) return { code: "invalid_code" };
    const status = "awaiting_approval";
    Object.assign(factor, { status, isOver: true, lastStep: guess.step });
    Object.assign(invitation, { enrolled: factor, expiresAt: this.nowMillis + DAY });
    challenge.isOver = true;
    return {};
  }

  invite(account: Account): Made {
    const expiresAt = this.nowMillis + DAY;
    const invitation = { account, expiresAt, enrolled: undefined, id: "", token: "" };
    account.invitations.push(invitation);
    return { invitation };
  }

  requestReplacement(account: Account, factor: Factor): Made {
    const times = this.#waitingTimes();
    const replacement = { account, factor, ...times, completedAt: undefined, token: "" };
    account.replacement = replacement;
    return { replacement };
  }

  /** The session may enrol a new authenticator and nothing else. */
  completeReplacement(challenge: Challenge, replacement: Replacement): Made {
    const { account } = challenge;
    challenge.isOver = true;
    replacement.completedAt = this.nowMillis;
    suspend(replacement.factor);
    account.sessions = [];
    return this.begin(account, ["pwd"], true);
  }

  beginReset(account: Account | undefined, address: string): Made {
    if (!this.take(`reset mails to ${address}`, MAILS) || account === undefined) return {};
    const reset: Reset = { account, expiresAt: this.nowMillis + 30 * MINUTE, token: "" };
    account.reset = reset;
    return { isMailed: true, reset };
  }

  #compareEnrolment(factor: Factor, guess: Guess): string {
    if (factor.kind === "sms") return compareText(factor, guess, this.nowMillis);
    return this.isNear(guess) ? "ok" : "invalid_code";
  }

  /** A mailbox has taken the place of the password: what waits for a replacement waits another day. */
  resetPassword(account: Account, password: string): undefined {
    this.setPassword(account, password, []);
    this.forget(`passwords of ${account.name}`);
    this.forget(`password of ${account.name}`);
    const { replacement } = account;
    if (replacement === undefined || !isWaiting(replacement, this.nowMillis)) return;
    Object.assign(replacement, this.#waitingTimes());
  }

  /** What somebody may have asked for who knew the old one is over too. */
  changePassword(session: Session, password: string): undefined {
    const { account } = session;
    this.setPassword(account, password, [session]);
    if (isWaiting(account.replacement, this.nowMillis)) account.replacement = undefined;
  }

  /** Whatever the old password opened is over. */
  setPassword(account: Account, password: string, kept: readonly Session[]): undefined {
    for (const challenge of account.challenges) {
      challenge.isOver = true;
      if (challenge.proof !== undefined) challenge.proof.isSpent = true;
    }
    Object.assign(account, { password, isRetired: false, reset: undefined, sessions: [...kept] });
    distrust(account);
    this.forget(`doubts of ${account.name}`);
  }

  beginAddition(session: Session, address: string): Made {
    const isLive = this.ownerOf(address) === undefined;
    const { account } = session;
    const trial = newTrial(this.nowMillis, 5);
    session.addition = { ...trial, account, session, address, isLive, id: "", code: "" };
    return { isMailed: true, addition: session.addition };
  }

  confirmAddition(addition: Addition, isRight: boolean): Made {
    const { account, session, address, isLive } = addition;
    addition.attempts += 1;
    if (!isRight || !isLive) return { code: "invalid_code" };
    if (account.emails.length >= MAX.emails) return { code: "too_many_emails" };
    session.addition = undefined;
    // Somebody else may have got the address meanwhile.
    if (this.ownerOf(address) !== undefined) return { code: "challenge_closed" };
    const email: Email = { address, begunAt: this.nowMillis, isPrimary: false, id: addition.id };
    account.emails.push(email);
    distrust(account);
    return { email };
  }

  #waitingTimes() {
    return { readyAt: this.nowMillis + DAY, expiresAt: this.nowMillis + 4 * DAY };
  }

  openBreakGlass(account: Account): Made {
    account.breakGlass = { expiresAt: this.nowMillis + 30 * MINUTE, text: "" };
    return { breakGlass: account.breakGlass };
  }
}

export function end(session: Session): undefined {
  const { account } = session;
  account.sessions = account.sessions.filter((each) => each !== session);
}

export function endOthers(session: Session): undefined {
  session.account.sessions = [session];
}

export function makeCodes(account: Account): Made {
  account.codes = newCodes();
  distrust(account);
  return { codes: account.codes };
}

export function change(factor: Factor, label: string | undefined, isDefault: boolean): undefined {
  factor.label = label ?? factor.label;
  if (isDefault) for (const each of factor.account.factors) each.isDefault = each === factor;
}

export function set(account: Account, setting: SignInSetting): undefined {
  if (setting !== account.setting) distrust(account);
  account.setting = setting;
}

export function acknowledge(codes: RecoveryCodes | undefined): undefined {
  if (codes !== undefined) codes.isAcknowledged = true;
}

export function cancelReplacement(account: Account): undefined {
  account.replacement = undefined;
}

/** With the last one, what stands in for it goes too. */
export function remove(session: Session, factor: Factor): undefined {
  const { account } = session;
  account.factors = account.factors.filter((each) => each !== factor);
  if (factor.status === "pending") return;
  if (heldOf(account).length === 0) Object.assign(account, { setting: "off", codes: undefined });
  prefer(account);
  endOthers(session);
  distrust(account);
}

export function suspend(factor: Factor): undefined {
  if (factor.status === "active") distrust(factor.account);
  factor.status = "suspended";
  prefer(factor.account);
}

export function resume(factor: Factor): undefined {
  factor.status = "active";
  prefer(factor.account);
}

/**
 * Takes a new one into use. What was begun while less than it was enough must not outlive that time: the
 * password before the first factor, a text before the first app.
 */
function admit(factor: Factor): undefined {
  const { account, kind } = factor;
  const active = activeOf(account);
  const isStronger = active.length === 0 || (kind === "totp" && ofKind(active, kind).length === 0);
  resume(factor);
  if (isStronger) drop(account.factors);
}

/** Those that are not confirmed yet. */
function drop(enrolments: readonly Factor[]): undefined {
  const dropped = enrolments.filter(({ status }) => status === "pending");
  for (const { account } of dropped) {
    account.factors = account.factors.filter((factor) => !dropped.includes(factor));
  }
}

/** Takes what was enrolled by an invitation into use, or throws it away. */
export function settle(invitation: Invitation, isApproved: boolean): undefined {
  const { account, enrolled } = invitation;
  account.invitations = account.invitations.filter((each) => each !== invitation);
  if (isApproved && enrolled !== undefined) return admit(enrolled);
  account.factors = account.factors.filter(({ begunBy }) => begunBy !== invitation);
}

export function preferEmail(account: Account, email: Email): undefined {
  for (const each of account.emails) each.isPrimary = each === email;
  distrust(account);
}

/** The oldest other takes the place of a primary one; a reset may have been mailed there. */
export function removeEmail(account: Account, email: Email): Made {
  if (account.emails.length === 1) return { code: "last_email" };
  account.emails = account.emails.filter((each) => each !== email);
  account.reset = undefined;
  distrust(account);
  const [oldest] = account.emails.toSorted(byAge);
  if (email.isPrimary && oldest !== undefined) oldest.isPrimary = true;
  return {};
}

export function erase(account: Account): undefined {
  Object.assign(account, { isGone: true, sessions: [] });
}

/** One of those in use is the default: the first of them, when the one that was is not in use any more. */
function prefer(account: Account): undefined {
  const active = activeOf(account);
  for (const factor of account.factors) factor.isDefault &&= active.includes(factor);
  const [first] = active;
  if (first !== undefined && !active.some(({ isDefault }) => isDefault)) first.isDefault = true;
}
