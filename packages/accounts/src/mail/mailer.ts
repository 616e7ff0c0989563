/** One plain-text message to one address. */
export interface MailMessage {
  /** The bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** After this the message is of no use and is not sent. */
  readonly expiresAtMillis: number;
}

/** Takes messages and delivers them in its own time. */
export interface Mailer {
  /**
   * Hands a message over. Returns at once and never throws, so that nobody learns from the time or
   * the answer whether anything was sent. Failing to deliver is retried, then logged and counted.
   */
  post(message: MailMessage): void;
}
