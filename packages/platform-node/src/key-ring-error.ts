/** Why a key ring was refused. */
export type KeyRingErrorCode =
  /** There is no file at the path. */
  | "key_file_missing"
  /** It is there but is no regular file, or cannot be read or written. */
  | "key_file_unreadable"
  /** Others than its owner may read or change it. */
  | "key_file_exposed"
  /** It is not the JSON that the format asks for, or has members that the format does not know. */
  | "key_file_malformed"
  /** A key id does not match `^[a-z0-9_-]{1,32}$`. */
  | "key_id_invalid"
  /** `current` names no key of the ring. */
  | "key_current_unknown"
  /** A key is not the base64 of 32 bytes. */
  | "key_length_wrong"
  /** A key is a default, a placeholder or a text, not random bytes. */
  | "key_weak"
  /** Two ids have the same key. */
  | "key_duplicate"
  /** The database needs a key that the ring has not. */
  | "key_missing"
  /** The ring has another key by an id than the one that sealed the database. */
  | "key_wrong"
  /** The ring's current key was retired. */
  | "key_retired";

/** A key ring that must not be used. The message names the file and the key id, never a key. */
export class KeyRingError extends Error {
  override readonly name = "KeyRingError";
  readonly code: KeyRingErrorCode;

  constructor(code: KeyRingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
