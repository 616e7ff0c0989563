/** Why a message was not delivered. */
export type MailFailureReason =
  /** Address, subject or text cannot stand in a message; nothing was sent. */
  | "invalid_message"
  /** Its time was over before a server took it. */
  | "expired"
  /** Newer messages needed its place in the queue. */
  | "queue_full"
  /** The process ended first. */
  | "stopped"
  /** The server refused it for good (5yz). */
  | "rejected"
  /** The server refused it for now (4yz), at every try. */
  | "deferred"
  /** The server did not take our user and password. */
  | "authentication"
  /** There was no TLS, or the certificate was not good. */
  | "tls"
  /** The server did not answer in time, at every try. */
  | "timeout"
  /** There was no connection, or it broke, at every try. */
  | "unreachable";

/** What may be told about a message: neither its text nor the whole address. */
export interface MailReport {
  /** Masked, as in `a…@example.org`. */
  readonly recipient: string;
  /** How often a server was tried. */
  readonly attempts: number;
  /** Time since it was handed over. */
  readonly elapsedMillis: number;
}

export interface MailFailure extends MailReport {
  readonly reason: MailFailureReason;
  /** The server's reply code (RFC 5321 §4.2), where one led to this. */
  readonly replyCode: number | undefined;
}

/** Hears once of every message how it ended, to log and to count. Must not throw. */
export interface MailObserver {
  onDelivered(report: MailReport): void;
  onFailed(failure: MailFailure): void;
}
