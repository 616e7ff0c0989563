import type {
  Account,
  Challenge,
  Email,
  Factor,
  FactorKind,
  GuessKind,
  Holder,
  Invitation,
  Reasons,
  RecoveryCodes,
  Replacement,
  Session,
  SignInSetting,
  Texted,
  Transition,
  Trial,
} from "./reference-state.ts";

/** What the words of the reference model mean: times, limits, and which of an account's things is which. */
export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/** So many in so much time. */
export type Limits = readonly (readonly [count: number, perMillis: number])[];

const CODES: Limits = [
  [10, HOUR],
  [20, DAY],
  [60, 30 * DAY],
];
/** Of wrong guesses, by account or, before one is known, by address. */
export const GUESSES = {
  code: CODES,
  recovery_code: CODES,
  password: [
    [10, 15 * MINUTE],
    [20, 2 * HOUR],
    [40, DAY],
  ],
} as const satisfies Readonly<Record<string, Limits>>;
/** Whatever makes a second factor's code, there is one budget for all. */
export const LANES = {
  totp: "code",
  sms: "code",
  recovery_code: "recovery_code",
  password: "password",
} as const satisfies Readonly<Record<GuessKind, keyof typeof GUESSES>>;
/** Of mails of one purpose to one address. */
export const MAILS: Limits = [
  [5, HOUR],
  [10, DAY],
];
/** Of failures behind the right password, which retire it. */
export const DOUBTS: Limits = [[10, 30 * DAY]];

/** How many one account can have. */
export const MAX = { apps: 10, phones: 5, invitations: 5, emails: 5 } as const;

/** What counts as what in a session's `amr` (RFC 8176). */
export const METHODS = {
  totp: "otp",
  sms: "sms",
  recovery_code: "recovery_code",
  password: "pwd",
} as const satisfies Readonly<Record<GuessKind, string>>;

export function newCodes(): RecoveryCodes {
  return { unused: new Set([1, 2, 3, 4, 5, 6, 7, 8]), isAcknowledged: false, texts: [] };
}

export function newTrial(nowMillis: number, maxAttempts: number): Trial {
  return { expiresAt: nowMillis + 10 * MINUTE, maxAttempts, attempts: 0, isOver: false };
}

export function newTexted(nowMillis: number, maxAttempts: number): Texted {
  return { ...newTrial(nowMillis, maxAttempts), begunAt: nowMillis, texts: [] };
}

export function newAccount(name: string, email: Email, password: string): Account {
  const lists = { emails: [email], factors: [], sessions: [], challenges: [], invitations: [] };
  const none = { codes: undefined, breakGlass: undefined, replacement: undefined };
  const flags = { isGone: false, isRetired: false, setting: "off" as const };
  return { name, id: "", password, ...lists, ...none, ...flags, reset: undefined, devices: [] };
}

/** The factors in use, apps before phones and the oldest first. */
export function activeOf({ factors }: Account): readonly Factor[] {
  const active = factors.filter(({ status }) => status === "active").toSorted(byAge);
  return [...ofKind(active, "totp"), ...ofKind(active, "sms")];
}

/** Those that protect the account, in use or not. */
export function heldOf({ factors }: Account): readonly Factor[] {
  return factors.filter(({ status }) => status === "active" || status === "suspended");
}

export function appsOf(account: Account): readonly Factor[] {
  return ofKind(heldOf(account), "totp");
}

export function ofKind(factors: readonly Factor[], kind: FactorKind): readonly Factor[] {
  return factors.filter((factor) => factor.kind === kind);
}

/** Whether something would be left in use that proves whatever this one does: a phone does for no app. */
export function isReplaceable(factor: Factor): boolean {
  const others = activeOf(factor.account).filter((each) => each !== factor);
  return others.some(({ kind }) => kind === "totp" || factor.kind === "sms");
}

const STRENGTHS = { off: 0, once_per_device: 1, every_time: 2 } as const;

/** Whether a second step is asked for less often than it was. */
export function isWeaker(setting: SignInSetting, than: SignInSetting): boolean {
  return STRENGTHS[setting] < STRENGTHS[than];
}

/** What a sign-in can be answered with. */
export function signInKinds(account: Account): readonly GuessKind[] {
  const held = heldOf(account);
  const kinds = (["totp", "sms"] as const).filter((kind) => ofKind(held, kind).length > 0);
  return [...kinds, "recovery_code"];
}

/** Whether signing in takes a second step. */
export function isProtected(account: Account): boolean {
  return account.setting !== "off" && heldOf(account).length > 0;
}

export function primaryOf({ emails }: Account): string | undefined {
  return emails.find(({ isPrimary }) => isPrimary)?.address;
}

/** Rows to compare, in whatever order they came. */
export function inAnyOrder(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

/** What there is longest; of two that came at the same time, the one with the smaller id. */
export function byAge(
  a: { readonly begunAt: number; readonly id: string },
  b: { readonly begunAt: number; readonly id: string },
): number {
  return a.begunAt - b.begunAt || (a.id < b.id ? -1 : 1);
}

/** Used within the hour, begun within the day. */
export function endOf({ begunAt, usedAt }: Session): number {
  return Math.min(begunAt + DAY, usedAt + HOUR);
}

/** Signed in to with two different factors. */
export function isFull({ amr, isRecovery }: Session): boolean {
  return amr.has("mfa") && !isRecovery;
}

/** Whether a challenge is for whoever holds this. */
export function isHeldBy({ session, ticketOf }: Holder, challenge: Challenge): boolean {
  const isItsOwn = session === undefined ? ticketOf === challenge : session === challenge.session;
  return isItsOwn && !challenge.account.isGone;
}

/** The invitations that can still come to something, as their maker sees them. */
export function liveInvitations(account: Account, nowMillis: number): readonly Invitation[] {
  return account.invitations.filter(({ expiresAt }) => nowMillis < expiresAt);
}

/** A replacement that can still come to something. */
export function isWaiting(replacement: Replacement | undefined, nowMillis: number): boolean {
  return replacement?.completedAt === undefined && nowMillis < (replacement?.expiresAt ?? 0);
}

/** It is refused for the first reason that holds, or this happens. */
export function when(unless: Reasons, to: Transition["to"]): Transition {
  return { unless, needsProof: false, to };
}

/** The same with a fresh proof, which is asked for last. */
export function proved(unless: Reasons, to: Transition["to"]): Transition {
  return { unless, needsProof: true, to };
}

export function shows(view: () => unknown): Transition {
  return when({}, () => ({ shows: view() }));
}

export function nothing(): undefined {}
