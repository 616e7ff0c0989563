/** One plain-text message to one address. */
export interface MailMessage {
  /** The bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** After this the message is of no use and is not sent. */
  readonly expiresAtMillis: number;
}

/** How one try to deliver ended. */
export type MailOutcome =
  /** The mail server has taken it. */
  | "sent"
  /** Not now: it may be tried again. */
  | "delayed"
  /** Never: neither the server nor anybody will take it. */
  | "refused";

/** Takes messages and delivers them in its own time. */
export interface Mailer {
  /**
   * Hands a message over. Returns at once and never throws, so that nobody learns from the time or
   * the answer whether anything was sent. Failing to deliver is retried, then logged and counted.
   */
  post(message: MailMessage): void;
  /**
   * Tries once to deliver, and says how that ended; never throws. `id` names the message: the same at
   * every try, so that a mailbox can tell a repetition.
   */
  deliver(message: MailMessage, id: string): Promise<MailOutcome>;
}
