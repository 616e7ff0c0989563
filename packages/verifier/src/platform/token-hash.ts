/** What may be stored of a secret that has to be recognised again. */
export interface TokenHash {
  /** SHA-256 of a random token of 128 bits or more, as base64url. No key: the token is its own. */
  digest(token: string): string;
  /**
   * HMAC-SHA-256 under a key outside the database, as base64url, for values that can be guessed
   * (mailed codes, e-mail addresses). Different purposes give unrelated values.
   */
  keyed(purpose: string, text: string): string;
}
