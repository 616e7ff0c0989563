import { randomUUID } from "node:crypto";
import type { Mailer, MailMessage, MailOutcome } from "@twinlatch/accounts";
import type { Clock, HandOver, OutgoingText, TextCarrier, TextChannel } from "@twinlatch/verifier";

/** A message as the development outbox shows it. */
export interface OutboxMessage {
  readonly id: string;
  /** When it was "sent", RFC 3339 in UTC. */
  readonly at: string;
  readonly channel: "email" | TextChannel;
  /** The bare address, or the number in E.164. */
  readonly to: string;
  /** Of a mail. */
  readonly subject?: string | undefined;
  readonly text: string;
}

const DEFAULT_MAX_MESSAGES = 200;
/** What a hand-over calls the outbox. */
const PROVIDER = "outbox";

/**
 * Keeps messages in memory instead of delivering them, so that a developer can read them. Production
 * has none.
 */
export class DevelopmentOutbox implements Mailer, TextCarrier {
  readonly channels: readonly TextChannel[] = ["sms", "voice"];
  readonly #clock: Clock;
  readonly #maxMessages: number;
  readonly #messages: OutboxMessage[] = [];

  /** `maxMessages`: how many are kept, 200 by default; one more drops the oldest. */
  constructor(clock: Clock, maxMessages: number = DEFAULT_MAX_MESSAGES) {
    this.#clock = clock;
    this.#maxMessages = maxMessages;
  }

  post(message: MailMessage): void {
    this.#keepMail(message, randomUUID());
  }

  async deliver(message: MailMessage, id: string): Promise<MailOutcome> {
    this.#keepMail(message, id);
    return "sent";
  }

  async carry({ id, channel, to, text, expiresAtMillis }: OutgoingText): Promise<HandOver> {
    return this.#keep({ id, channel, to, text }, expiresAtMillis)
      ? { outcome: "handed_over", provider: PROVIDER, messageId: id }
      : { outcome: "failed", reason: "expired" };
  }

  /** What was "sent", newest first. */
  list(): readonly OutboxMessage[] {
    return [...this.#messages];
  }

  #keepMail({ to, subject, text, expiresAtMillis }: MailMessage, id: string): void {
    this.#keep({ id, channel: "email", to, subject, text }, expiresAtMillis);
  }

  /** Whether it was in time. */
  #keep(message: Omit<OutboxMessage, "at">, expiresAtMillis: number): boolean {
    const nowMillis = this.#clock.nowMillis();
    if (nowMillis >= expiresAtMillis) return false;
    this.#messages.unshift({ ...message, at: new Date(nowMillis).toISOString() });
    this.#messages.length = Math.min(this.#messages.length, this.#maxMessages);
    return true;
  }
}
