import type { Subject } from "../platform/subject.ts";

/** A set of eight recovery codes, without the codes. */
export interface RecoveryCodeSet {
  readonly id: string;
  readonly createdAtMillis: number;
  /** When the owner said "I have saved these codes". */
  readonly acknowledgedAtMillis?: number | undefined;
  /** How many are unused. */
  readonly remaining: number;
}

/** The recovery codes of all subjects, hashed. A subject has one set or none. */
export interface RecoveryCodeStore {
  find(subject: Subject): Promise<RecoveryCodeSet | undefined>;
  /** The hash of an unused slot (1 to 8) and its set; undefined when it was used or there is no set. */
  findUnusedHash(
    subject: Subject,
    slot: number,
  ): Promise<{ setId: string; hash: string } | undefined>;
  /** Marks a slot as used, by one conditional write. False when it was used or the set is gone. */
  consume(subject: Subject, setId: string, slot: number, nowMillis: number): Promise<boolean>;
  /** Replaces the subject's set by a new one: hashes of slots 1 to 8 in order. All old codes die. */
  replace(
    subject: Subject,
    set: { id: string; createdAtMillis: number; hashes: readonly string[] },
  ): Promise<void>;
  /** False when there is no set. Saying it again changes nothing and is true. */
  acknowledge(subject: Subject, nowMillis: number): Promise<boolean>;
  remove(subject: Subject): Promise<void>;
}
