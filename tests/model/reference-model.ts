import { deviceCalls } from "./reference-devices.ts";
import * as effects from "./reference-effects.ts";
import { phoneCalls } from "./reference-phones.ts";
import type {
  Account,
  Addition,
  Challenge,
  Email,
  Factor,
  Guess,
  Held,
  Holder,
  Invitation,
  Replacement,
  Reset,
  Session,
  SignInSetting,
  SignUp,
} from "./reference-state.ts";
import {
  activeOf,
  appsOf,
  GUESSES,
  heldOf,
  inAnyOrder,
  isFull,
  isHeldBy,
  isProtected,
  isReplaceable,
  isWaiting,
  isWeaker,
  LANES,
  liveInvitations,
  MAX,
  nothing,
  proved,
  shows,
  when,
} from "./reference-terms.ts";
import * as views from "./reference-views.ts";

/**
 * What every public call must answer, written from the requirements and not from the code: no database,
 * no secrets, no concurrency. One entry a call: the reasons to refuse it, the first that is true counts;
 * whether it needs a fresh proof; and what it changes. Things are objects here; whoever drives the model
 * gives them the ids and codes that the server made. No browser is known to the server, and no row of
 * fifty wrong codes comes up.
 */
export class ReferenceModel extends effects.ReferenceEffects {
  readonly calls = {
    signUp: (address: string, password: string) =>
      when({}, () => this.beginSignUp(address, password)),
    verifySignUp: (signUp: SignUp, isRight: boolean) =>
      when({ challenge_closed: this.isOver(signUp) }, () => this.completeSignUp(signUp, isRight)),
    signIn: (address: string, password: string, held?: Held) => {
      const account = this.ownerOf(address);
      const guesses = `passwords of ${account?.name ?? address}`;
      return when({ too_many_attempts: !this.isWithin(guesses, GUESSES.password) }, () =>
        this.enterPassword(account, password, guesses, held),
      );
    },
    getChallenge: (holder: Holder, on: Challenge) => {
      const reasons = { not_found: !isHeldBy(holder, on), challenge_closed: this.isOver(on) };
      return when(reasons, () => ({ shows: views.viewChallenge(this, on) }));
    },
    verifyChallenge: (holder: Holder, challenge: Challenge, guess: Guess) => {
      const { account, kinds, session } = challenge;
      const lane = LANES[guess.kind];
      const isSpent = !this.isWithin(`${lane} of ${account.name}`, GUESSES[lane]);
      const reasons = {
        not_found: !isHeldBy(holder, challenge),
        invalid_request: guess.isMalformed === true || !kinds.includes(guess.kind),
        challenge_closed: this.isOver(challenge),
        // No browser is known: whoever answers a sign-in has shown the password alone.
        too_many_attempts: isSpent || (session === undefined && account.isRetired),
      };
      return when(reasons, () => this.tryCode(challenge, guess));
    },
    getSession: (on: Session) => shows(() => views.viewSession(on)),
    signOut: (on: Session) => when({}, () => effects.end(on)),
    listSessions: ({ account }: Session) =>
      shows(() => inAnyOrder(this.openSessions(account).map(({ isRecovery }) => isRecovery))),
    revokeSession: (on: Session, other: Session) => {
      const isThere = on.account.sessions.includes(other);
      const reasons = { recovery_session: on.isRecovery && other !== on, not_found: !isThere };
      return when(reasons, () => effects.end(other));
    },
    revokeOtherSessions: (on: Session) =>
      when({ recovery_session: on.isRecovery }, () => effects.endOthers(on)),
    setLanguage: () => when({}, nothing),
    listActivity: () => when({}, nothing),

    getSecurity: (on: Session) => shows(() => views.viewSecurity(on, this.nowMillis)),
    setSignInSetting: ({ account }: Session, value: SignInSetting) => ({
      unless: { no_factor: value !== "off" && heldOf(account).length === 0 },
      needsProof: isWeaker(value, account.setting),
      to: () => effects.set(account, value),
    }),
    enrolTotp: (on: Session, label: string) =>
      proved({ too_many_factors: appsOf(on.account).length >= MAX.apps }, () => ({
        factor: this.enrol(on, "totp", label),
      })),
    confirmFactor: (on: Session, factor: Factor, guess: Guess, endsOthers: boolean) => {
      const isOwn = factor.begunBy === on && on.account.factors.includes(factor);
      const reasons = { not_found: !isOwn, challenge_closed: this.isOver(factor) };
      return when(reasons, () => this.confirm(on, factor, guess, endsOthers));
    },
    changeFactor: (on: Session, factor: Factor, label: string | undefined, isDefault: boolean) =>
      when({ not_found: !activeOf(on.account).includes(factor) }, () =>
        effects.change(factor, label, isDefault),
      ),
    removeFactor: (on: Session, factor: Factor) => {
      const { account } = on;
      const isLast = activeOf(account).every((each) => each === factor);
      const reasons = {
        not_found: !account.factors.includes(factor),
        last_factor: isLast && factor.status === "active" && heldOf(account).length > 1,
      };
      const needsProof = factor.status !== "pending" || factor.begunBy !== on;
      return { unless: reasons, needsProof, to: () => effects.remove(on, factor) };
    },
    suspendFactor: ({ account, isRecovery }: Session, factor: Factor) => {
      const isWayLeft = isRecovery || (account.codes?.unused.size ?? 0) > 0;
      const reasons = {
        not_found: !heldOf(account).includes(factor),
        last_factor: !isReplaceable(factor) && !isWayLeft,
      };
      return proved(reasons, () => effects.suspend(factor));
    },
    resumeFactor: ({ account }: Session, factor: Factor) => {
      const isSuspended = account.factors.includes(factor) && factor.status === "suspended";
      return proved({ not_found: !isSuspended }, () => effects.resume(factor));
    },
    regenerateRecoveryCodes: ({ account }: Session) =>
      proved({ no_factor: heldOf(account).length === 0 }, () => effects.makeCodes(account)),
    acknowledgeRecoveryCodes: ({ account: { codes } }: Session) =>
      when({ no_recovery_codes: codes === undefined }, () => effects.acknowledge(codes)),

    listFactorInvitations: ({ account }: Session) =>
      shows(() => views.viewInvitations(account, this.nowMillis)),
    createFactorInvitation: ({ account }: Session) => {
      const { length } = liveInvitations(account, this.nowMillis);
      const reasons = {
        no_factor: activeOf(account).length === 0,
        too_many_factors: length >= MAX.invitations,
      };
      return proved(reasons, () => this.invite(account));
    },
    approveFactorInvitation: ({ account }: Session, invitation: Invitation) => {
      const isLive = liveInvitations(account, this.nowMillis).includes(invitation);
      const isEnrolled = account.factors.some((factor) => factor === invitation.enrolled);
      const reasons = {
        not_found: !isLive || !isEnrolled,
        no_factor: activeOf(account).length === 0,
        too_many_factors: appsOf(account).length >= MAX.apps,
      };
      return proved(reasons, () => effects.settle(invitation, true));
    },
    cancelFactorInvitation: ({ account }: Session, invitation: Invitation) =>
      when({ not_found: !account.invitations.includes(invitation) }, () =>
        effects.settle(invitation, false),
      ),
    enrolInvitedFactor: (holder: Holder, on: Challenge, by: Invitation, label: string) =>
      when(this.whyUninvited(holder, on, by), () => ({ factor: this.enrol(by, "totp", label) })),
    confirmInvitedFactor: (holder: Holder, on: Challenge, by: Invitation, guess: Guess) => {
      const { factor } = guess;
      const isItsOwn = factor?.begunBy === by && on.account.factors.includes(factor);
      const { not_found, challenge_closed } = this.whyUninvited(holder, on, by);
      const reasons = {
        not_found: not_found || !isItsOwn,
        challenge_closed: challenge_closed || (isItsOwn && this.isOver(factor)),
      };
      return when(reasons, () => this.confirmInvited(on, by, guess));
    },

    ...deviceCalls(this),
    ...phoneCalls(this),
    getReplacement: ({ account }: Session) =>
      shows(() => views.viewReplacement(account, this.nowMillis)),
    requestReplacement: (on: Session, factor: Factor) => {
      const { account, isRecovery } = on;
      const reasons = {
        full_session_required: !isFull(on) && !isRecovery,
        not_found: !appsOf(account).includes(factor),
        replacement_waiting: isWaiting(account.replacement, this.nowMillis),
      };
      return proved(reasons, () => this.requestReplacement(account, factor));
    },
    cancelReplacement: ({ account }: Session) =>
      when({ not_found: !isWaiting(account.replacement, this.nowMillis) }, () =>
        effects.cancelReplacement(account),
      ),
    findReplacement: (holder: Holder, challenge: Challenge) =>
      shows(() => (this.isAsked(holder, challenge, holder.replacement) ? "found" : null)),
    completeReplacement: (holder: Holder, on: Challenge, asked: Replacement) => {
      const isThere = heldOf(on.account).includes(asked.factor);
      const reasons = {
        not_found: !this.isAsked(holder, on, asked) || !isThere,
        replacement_waiting: this.nowMillis < asked.readyAt,
        challenge_closed: this.isOver(on),
        too_many_attempts: on.account.isRetired,
      };
      return when(reasons, () => this.completeReplacement(on, asked));
    },

    beginPasswordReset: (address: string) =>
      when({}, () => this.beginReset(this.ownerOf(address), address)),
    completePasswordReset: (reset: Reset, password: string) => {
      const { account, expiresAt } = reset;
      const isLive = account.reset === reset && !account.isGone && this.nowMillis < expiresAt;
      return when({ challenge_closed: !isLive }, () => this.resetPassword(account, password));
    },
    changePassword: (on: Session, password: string) =>
      proved({}, () => this.changePassword(on, password)),
    listEmails: (on: Session) => shows(() => views.viewEmails(on, this.nowMillis)),
    addEmail: (on: Session, address: string) => {
      const reasons = {
        email_already_added: this.ownerOf(address) === on.account,
        too_many_emails: on.account.emails.length >= MAX.emails,
      };
      return proved(reasons, () => this.beginAddition(on, address));
    },
    confirmEmail: (on: Session, addition: Addition, isRight: boolean) => {
      const isOwn = on.addition === addition;
      const reasons = { not_found: !isOwn, challenge_closed: this.isOver(addition) };
      return when(reasons, () => this.confirmAddition(addition, isRight));
    },
    preferEmail: ({ account }: Session, email: Email) =>
      proved({ not_found: !account.emails.includes(email) }, () =>
        effects.preferEmail(account, email),
      ),
    removeEmail: ({ account }: Session, email: Email) =>
      proved({ not_found: !account.emails.includes(email) }, () =>
        effects.removeEmail(account, email),
      ),
    deleteAccount: ({ account }: Session) => proved({}, () => effects.erase(account)),

    /** The operator's, at the machine. */
    openBreakGlass: (account: Account) =>
      when({ not_found: account.isGone, two_factor_off: !isProtected(account) }, () =>
        this.openBreakGlass(account),
      ),
  };
}
