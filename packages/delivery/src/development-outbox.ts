import { randomUUID } from "node:crypto";
import type { Mailer, MailMessage, MailOutcome } from "@twinlatch/accounts";
import type { Clock } from "@twinlatch/verifier";

/** A message as the development outbox shows it. */
export interface OutboxMessage {
  readonly id: string;
  /** When it was "sent", RFC 3339 in UTC. */
  readonly at: string;
  readonly channel: "email";
  /** The bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const DEFAULT_MAX_MESSAGES = 200;

/**
 * Keeps messages in memory instead of delivering them, so that a developer can read them. Production
 * has none.
 */
export class DevelopmentOutbox implements Mailer {
  readonly #clock: Clock;
  readonly #maxMessages: number;
  readonly #messages: OutboxMessage[] = [];

  /** `maxMessages`: how many are kept, 200 by default; one more drops the oldest. */
  constructor(clock: Clock, maxMessages: number = DEFAULT_MAX_MESSAGES) {
    this.#clock = clock;
    this.#maxMessages = maxMessages;
  }

  post(message: MailMessage): void {
    this.#keep(message, randomUUID());
  }

  async deliver(message: MailMessage, id: string): Promise<MailOutcome> {
    this.#keep(message, id);
    return "sent";
  }

  /** What was "sent", newest first. */
  list(): readonly OutboxMessage[] {
    return [...this.#messages];
  }

  #keep({ to, subject, text, expiresAtMillis }: MailMessage, id: string): void {
    const nowMillis = this.#clock.nowMillis();
    if (nowMillis >= expiresAtMillis) return;
    const at = new Date(nowMillis).toISOString();
    this.#messages.unshift({ id, at, channel: "email", to, subject, text });
    this.#messages.length = Math.min(this.#messages.length, this.#maxMessages);
  }
}
