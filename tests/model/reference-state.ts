/** What the reference model knows. Ids, tokens and codes are the server's, put in by the driver. */
export interface Account {
  readonly email: string;
  exists: boolean;
  setting: "off" | "every_time";
  factors: Factor[];
  codes: RecoveryCodes | undefined;
  sessions: Session[];
  /** When something was guessed wrong. `signIn`: passwords at the door, by one address. */
  /** When a wrong code followed the right password, and whether that has retired it. */
  readonly doubts: number[];
  isRetired: boolean;
  readonly guesses: Readonly<Record<GuessKind | "signIn", number[]>>;
}

export type GuessKind = "totp" | "recovery_code" | "password";

export interface Session {
  readonly account: Account;
  readonly begunAt: number;
  usedAt: number;
  isRecovery: boolean;
  readonly amr: Set<string>;
  id: string;
  /** Oldest first; the last one is good. */
  readonly tokens: string[];
}

/** An authenticator app, enrolled or live. */
export interface Factor {
  readonly account: Account;
  /** Began the enrolment. */
  readonly session: Session;
  readonly expiresAt: number;
  isActive: boolean;
  isDefault: boolean;
  label: string;
  lastStep: number;
  wrongCodes: number;
  id: string;
  /** Its code for a time step. */
  code: (step: number) => string;
}

export interface RecoveryCodes {
  /** Slots, 1 to 8. */
  readonly unused: Set<number>;
  isAcknowledged: boolean;
  texts: readonly string[];
}

/** What needs a proof, on what, and with which words in its body. */
export interface Act {
  readonly name: "enrol" | "remove" | "set" | "regenerate";
  readonly target: string;
  readonly label: string;
}

export interface Challenge {
  readonly account: Account;
  readonly kinds: readonly GuessKind[];
  /** Of a step-up; a sign-in has a ticket instead. */
  readonly session: Session | undefined;
  readonly act: Act | undefined;
  readonly expiresAt: number;
  attempts: number;
  isAnswered: boolean;
  id: string;
  ticket: string | undefined;
}

export interface Proof {
  readonly challenge: Challenge;
  readonly expiresAt: number;
  isSpent: boolean;
  token: string;
}

/** Who calls: with a session's token, of now or an older one, or with the ticket of a sign-in. */
export interface Holder {
  readonly session?: Session | undefined;
  readonly isStale?: boolean;
  readonly ticketOf?: Challenge | undefined;
}

/** One answer to a challenge or an enrolment. */
export interface Guess {
  readonly kind: GuessKind;
  readonly isMalformed?: boolean;
  /** The authenticator named, and the one whose code it is with the code's time step; else wrong. */
  readonly factor?: Factor | undefined;
  readonly of?: Factor | undefined;
  readonly step?: number;
  readonly codes?: RecoveryCodes | undefined;
  readonly slot?: number;
  readonly isRight?: boolean;
}

/** `ok` with what was made, or the code of the refusal. */
export type Outcome<Made> =
  | ({ readonly code: "ok" } & Made)
  | { readonly code: string; readonly demanded?: Challenge };

export function newAccount(email: string): Account {
  const guesses = { totp: [], recovery_code: [], password: [], signIn: [] };
  const empty = { exists: false, setting: "off" as const, factors: [], codes: undefined };
  return { email, ...empty, sessions: [], doubts: [], isRetired: false, guesses };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Limits = readonly (readonly [attempts: number, perMillis: number])[];

const GUESSES: Limits = [
  [10, HOUR],
  [20, DAY],
  [60, 30 * DAY],
];
const PASSWORDS: Limits = [
  [10, 15 * MINUTE],
  [20, 2 * HOUR],
  [40, DAY],
];
/** How many wrong guesses count in what time. */
export const LIMITS = {
  totp: GUESSES,
  recovery_code: GUESSES,
  password: PASSWORDS,
  signIn: PASSWORDS,
} as const;

export function activeOf({ factors }: Account): readonly Factor[] {
  return factors.filter(({ isActive }) => isActive);
}

/** Used within the hour, begun within the day. */
export function endOf({ begunAt, usedAt }: Session): number {
  return Math.min(begunAt + DAY, usedAt + HOUR);
}

/** Two different factors really used make two. */
export function raise({ amr }: Session, method: string): void {
  amr.add(method);
  if (amr.has("pwd") && amr.has("otp")) amr.add("mfa");
}

/** Whether a challenge is for whoever holds this. */
export function isHeld({ session, ticketOf }: Holder, challenge: Challenge): boolean {
  return session === undefined ? ticketOf === challenge : session === challenge.session;
}

export function newCodes(): RecoveryCodes {
  return { unused: new Set([1, 2, 3, 4, 5, 6, 7, 8]), isAcknowledged: false, texts: [] };
}

/** Account -> Security, with those enrolments that the viewer may see. */
export function viewOf(account: Account, isSeen: (pending: Factor) => boolean): object {
  const { factors, setting, codes } = account;
  const shown = factors
    .filter((factor) => factor.isActive || isSeen(factor))
    .map(({ id, label, isDefault, isActive }) => {
      return { id, label, status: isActive ? "active" : "pending", isDefault };
    });
  return {
    isEnabled: setting !== "off" && activeOf(account).length > 0,
    setting,
    factors: shown.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    codes: codes === undefined ? null : [codes.unused.size, codes.isAcknowledged],
  };
}
