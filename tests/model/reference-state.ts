/**
 * What the reference model knows: shapes, and no rule. Ids, tokens and codes are the server's, put in by
 * whoever drives the model; `""` until it is known.
 */
export interface Account {
  /** Of this model alone: an account never has the name of one that is gone. */
  readonly name: string;
  id: string;
  isGone: boolean;
  password: string;
  /** Ten wrong codes followed the right password: it lets in no further. */
  isRetired: boolean;
  emails: Email[];
  setting: SignInSetting;
  factors: Factor[];
  codes: RecoveryCodes | undefined;
  /** From the operator, for whoever is locked out. */
  breakGlass: BreakGlass | undefined;
  sessions: Session[];
  readonly challenges: Challenge[];
  invitations: Invitation[];
  replacement: Replacement | undefined;
  /** The newest, if it works still. */
  reset: Reset | undefined;
  /** Those that need no second step, the one trusted last at the end. */
  devices: Device[];
}

export type SignInSetting = "off" | "every_time" | "once_per_device";
export type FactorKind = "totp" | "sms";
export type GuessKind = FactorKind | "recovery_code" | "password";

export interface Email {
  readonly address: string;
  readonly begunAt: number;
  isPrimary: boolean;
  id: string;
}

/** What takes a few tries within its time. */
export interface Trial {
  readonly expiresAt: number;
  readonly maxAttempts: number;
  attempts: number;
  isOver: boolean;
}

/** What codes are texted for: a challenge, or a phone that is being added. It lives as long as the last. */
export interface Texted extends Trial {
  readonly begunAt: number;
  expiresAt: number;
  /** Oldest first; each kills the one before. */
  readonly texts: TextedCode[];
}

/** Good for one thing and one phone. */
export interface TextedCode {
  readonly phone: Factor;
  readonly expiresAt: number;
  code: string;
}

export interface SignUp extends Trial {
  readonly address: string;
  readonly password: string;
  /** What was mailed completes it. */
  readonly isLive: boolean;
  token: string;
  code: string;
}

/** An address that its session has yet to prove. */
export interface Addition extends Trial {
  readonly account: Account;
  readonly session: Session;
  readonly address: string;
  readonly isLive: boolean;
  id: string;
  code: string;
}

/** A mailed link that sets a new password. */
export interface Reset {
  readonly account: Account;
  readonly expiresAt: number;
  token: string;
}

export interface Session {
  readonly account: Account;
  readonly begunAt: number;
  usedAt: number;
  /** Begun with a recovery code or by a replacement. */
  isRecovery: boolean;
  readonly amr: Set<string>;
  id: string;
  /** Oldest first; the last one is good. */
  readonly tokens: string[];
  /** The address that it began to add last. */
  addition: Addition | undefined;
}

export type FactorStatus = "pending" | "active" | "suspended" | "awaiting_approval";

/** An authenticator app or a phone; a trial while it is pending. */
export interface Factor extends Texted {
  readonly kind: FactorKind;
  readonly account: Account;
  /** What began the enrolment. */
  readonly begunBy: Session | Invitation;
  status: FactorStatus;
  isDefault: boolean;
  label: string;
  lastStep: number;
  id: string;
  /** Of a phone. */
  readonly number: string;
  /** Of an app: its code for a time step. */
  code: (step: number) => string;
}

export interface RecoveryCodes {
  /** Slots, 1 to 8. */
  readonly unused: Set<number>;
  isAcknowledged: boolean;
  texts: readonly string[];
}

export interface BreakGlass {
  readonly expiresAt: number;
  text: string;
}

/** What is called, on what, and with which body: a proof is for all of it. */
export interface Act {
  readonly name: string;
  readonly target: string;
  readonly body: string;
}

export interface Challenge extends Texted {
  readonly account: Account;
  readonly kinds: readonly GuessKind[];
  /** Of a step-up; a sign-in has a ticket instead. */
  readonly session: Session | undefined;
  readonly act: Act | undefined;
  proof: Proof | undefined;
  id: string;
  ticket: string;
}

export interface Proof {
  readonly challenge: Challenge;
  readonly expiresAt: number;
  isSpent: boolean;
  token: string;
}

/** Lets a second person enrol an authenticator. */
export interface Invitation {
  readonly account: Account;
  expiresAt: number;
  /** What was enrolled by it and waits for its approval. */
  enrolled: Factor | undefined;
  id: string;
  token: string;
}

/** An authenticator that is to be replaced without a code from it. */
export interface Replacement {
  readonly account: Account;
  readonly factor: Factor;
  readyAt: number;
  expiresAt: number;
  completedAt: number | undefined;
  token: string;
}

/** Who calls: with a session's token, of now or an older one, or with the ticket of a sign-in. */
export interface Holder {
  readonly session?: Session | undefined;
  readonly isStale?: boolean;
  readonly ticketOf?: Challenge | undefined;
  /** A browser that asked for a replacement, beside its ticket. */
  readonly replacement?: Replacement | undefined;
}

/** One answer to a challenge or an enrolment. */
export interface Guess {
  readonly kind: GuessKind;
  readonly isMalformed?: boolean;
  /** The factor named, and the app whose code it is with the code's time step; else wrong. */
  readonly factor?: Factor | undefined;
  readonly of?: Factor | undefined;
  readonly step?: number;
  readonly codes?: RecoveryCodes | undefined;
  readonly slot?: number;
  readonly breakGlass?: BreakGlass | undefined;
  readonly password?: string;
  /** What is taken for a texted code. */
  readonly text?: string;
  /** The device is to be trusted. */
  readonly trusts?: boolean;
}

/** A browser or client that needs no second step at sign-in. */
export interface Device {
  readonly account: Account;
  readonly trustedAt: number;
  /** When its newest token was given. */
  usedAt: number;
  /** Oldest first; the last one is good. */
  readonly tokens: string[];
  id: string;
}

/** A token of a device: its newest, or one that was replaced so many times since. */
export interface Held {
  readonly device: Device;
  readonly age: number;
}

/** What a call brings forth, each with the names that the server gives it. */
export interface Made {
  /** Of a refusal that is counted. */
  readonly code?: string;
  readonly session?: Session;
  readonly challenge?: Challenge;
  readonly proof?: Proof;
  readonly factor?: Factor;
  readonly codes?: RecoveryCodes | undefined;
  readonly signUp?: SignUp;
  readonly addition?: Addition;
  readonly email?: Email;
  readonly invitation?: Invitation;
  readonly replacement?: Replacement;
  readonly reset?: Reset;
  readonly breakGlass?: BreakGlass;
  /** Trusted or used: it holds another token now. */
  readonly device?: Device;
  /** It leaves at once, by text or by call. */
  readonly sent?: TextedCode;
  /** A mail leaves at once. */
  readonly isMailed?: boolean;
  /** What the answer tells of the account. */
  readonly shows?: unknown;
}

/** What is true of the state, by the code of the refusal that it is a reason for. The first counts. */
export type Reasons = Readonly<Record<string, boolean>>;

/** One call: refused, or it changes what `to` does, with a fresh proof where it needs one. */
export interface Transition {
  readonly unless: Reasons;
  readonly needsProof: boolean;
  readonly to: () => Made | undefined;
}
