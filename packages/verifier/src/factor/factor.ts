import type { Subject } from "../platform/subject.ts";
import type { TextChannel } from "../text-message/text-carrier.ts";
import type { Lane } from "../throttle/lane.ts";
import type { GuessingSignal } from "../throttle/password-doubt.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorKind } from "./factor-kind.ts";

/** One way to answer, as shown to the person. */
export interface FactorOffer {
  readonly id: string;
  readonly kind: FactorKind;
  readonly label: string;
  readonly isDefault: boolean;
  readonly hint?: string | undefined;
  /** Of a phone: how a code can get to it. */
  readonly channels?: readonly TextChannel[] | undefined;
}

/** One guess: one code, compared with one named factor. */
export interface Guess {
  readonly subject: Subject;
  /** The challenge it answers. */
  readonly challengeId: string;
  /** Required by kinds of which a person can have several. */
  readonly factorId?: string | undefined;
  readonly code: string;
  readonly nowMillis: number;
}

/** A code that is not right now. */
export interface WrongGuess {
  readonly outcome: "wrong";
  /** It would have been right a little earlier or later: nobody's guess, but a slow clock or hand. */
  readonly isNear?: boolean;
  /** Counts the failure against the factor. Brings the signal when that disabled it. */
  readonly fail?: (stores: VerifierStores) => Promise<GuessingSignal | undefined>;
}

/** What comparing said. Nothing is spent yet. */
export type Comparison =
  | WrongGuess
  /** It was sent, and is worth nothing any more: its time is over, or a newer one was sent. */
  | { readonly outcome: "expired" }
  /** The subject has no live factor of that id. */
  | { readonly outcome: "unknown_factor" }
  | {
      readonly outcome: "match";
      /**
       * Spends what matched, in the claiming transaction, by one conditional write. False when it was
       * spent already.
       */
      spend(stores: VerifierStores): Promise<boolean>;
    };

/** A comparison that is ready to be made. */
export interface PreparedComparison {
  /** What its owner calls the factor; undefined where there is none or its kind has no names. */
  readonly factorLabel?: string | undefined;
  /** Runs once, outside any transaction, when the attempt is durable. */
  readonly compare: () => Promise<Comparison>;
  /** Takes back what preparing counted, when it was no wrong guess. */
  readonly giveBack?: (stores: VerifierStores) => Promise<void>;
}

/** What every kind of factor implements. All knowledge of a kind is in its implementation. */
export interface Factor {
  readonly kind: FactorKind;
  /** The budget its guesses are counted in. */
  readonly lane: Lane;
  /** What a session gains by it (RFC 8176 `amr` values). */
  readonly amr: readonly string[];
  /** Whether a guess has to name the factor it is for. */
  readonly isNamed: boolean;
  /** Whether `code` has the shape of this kind's codes. A malformed code is compared with nothing. */
  isWellFormed(code: string): boolean;
  /** The subject's live factors of this kind, the default first. */
  offers(stores: VerifierStores, subject: Subject): Promise<readonly FactorOffer[]>;
  /**
   * Whether the subject has one of this kind, in use or suspended, that its password does not stand in
   * for. False for kinds that protect nothing beside it.
   */
  protects(stores: VerifierStores, subject: Subject): Promise<boolean>;
  /** Reads what comparing needs, in the transaction that reserves the attempt. */
  prepareComparison(stores: VerifierStores, guess: Guess): Promise<PreparedComparison>;
}

/** The kinds of factor an installation has. */
export type FactorRegistry = Readonly<Partial<Record<FactorKind, Factor>>>;
