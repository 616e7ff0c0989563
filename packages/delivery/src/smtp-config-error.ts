/** Why the mail settings were refused. */
export type SmtpConfigErrorCode =
  /** Not `smtp://[user:password@]host[:port]` or `smtps://…`. */
  | "smtp_url_invalid"
  /** The sender's address or name cannot stand in a message. */
  | "smtp_sender_invalid";

/** Mail settings that cannot work. The message never holds the URL, which holds a password. */
export class SmtpConfigError extends Error {
  override readonly name = "SmtpConfigError";
  readonly code: SmtpConfigErrorCode;

  constructor(code: SmtpConfigErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
