/**
 * Where a sealed secret belongs. All of it is bound into the ciphertext as associated data, so a
 * sealed value that is moved to another row, field, subject or project does not open.
 */
export interface SecretPlace {
  readonly projectId: string;
  readonly subjectId: string;
  /** Kind and id of the record, for example `totp/fac_…`. */
  readonly record: string;
  readonly field: string;
}

/**
 * Authenticated encryption of small secrets at rest: AES-256-GCM, 96-bit random nonce, 128-bit tag,
 * under the current key of a key ring whose id travels in the envelope.
 */
export interface SecretBox {
  seal(plaintext: Uint8Array, place: SecretPlace): Uint8Array;
  /**
   * Opens a sealed value under whichever key of the ring sealed it.
   *
   * @throws SecretUnreadableError when it was altered, moved, or sealed under a key not in the ring
   */
  open(sealed: Uint8Array, place: SecretPlace): Uint8Array;
}
