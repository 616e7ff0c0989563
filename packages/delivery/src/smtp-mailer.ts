import { randomUUID } from "node:crypto";
import type { Mailer, MailMessage, MailOutcome } from "@twinlatch/accounts";
import type { Clock } from "@twinlatch/verifier";
import type { SendMailOptions } from "nodemailer";
import { checkMailSender, composeMail, type MailSender } from "./compose-mail.ts";
import type { MailFailureReason, MailObserver, MailReport } from "./mail-observer.ts";
import { maskEmail } from "./mask-email.ts";
import { readSmtpFailure, type SmtpFailure } from "./smtp-failure.ts";
import { createSmtpTransport } from "./smtp-transport.ts";

export interface SmtpMailerOptions {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`, user and password percent-encoded. */
  readonly url: string;
  readonly sender: MailSender;
  /** Refuses to send anything without TLS. Always true in production. */
  readonly requireTls: boolean;
  /** Authorities to trust instead of the host's, as PEM. */
  readonly certificateAuthorities?: string | undefined;
  readonly clock: Clock;
  readonly observer: MailObserver;
  /** Messages under way at the same time. Default 4. */
  readonly concurrency?: number | undefined;
  /** Messages kept in memory; one more drops the oldest that is not under way. Default 1,000. */
  readonly maxPending?: number | undefined;
  /** How long one try may take. Default 30 s. */
  readonly attemptTimeoutMillis?: number | undefined;
  /**
   * The pauses before the second try, the third and so on; after the last one the message has
   * failed. Default 1 s, 5 s, 20 s, 1, 2 and 5 minutes: past greylisting, within a code's life.
   */
  readonly retryDelaysMillis?: readonly number[] | undefined;
}

const DEFAULT_RETRY_DELAYS_MILLIS = [1_000, 5_000, 20_000, 60_000, 120_000, 300_000];

/**
 * What another try does not change: the message or its recipient. Passwords, certificates and
 * networks are put right by their operator.
 */
const PERMANENT_REASONS: ReadonlySet<MailFailureReason> = new Set(["rejected", "invalid_message"]);

interface Delivery {
  readonly message: MailMessage;
  /** The same at every try, so that a mailbox can tell a repetition. */
  readonly messageId: string;
  readonly postedAtMillis: number;
  attempts: number;
  state: "ready" | "sending" | "delayed";
  timer: NodeJS.Timeout | undefined;
}

/**
 * Delivers mail over SMTP in the background: few connections, bounded memory, tries again after
 * temporary failures until the message expires. Texts are never reported, addresses only masked.
 */
export class SmtpMailer implements Mailer {
  readonly #sender: MailSender;
  readonly #clock: Clock;
  readonly #observer: MailObserver;
  readonly #concurrency: number;
  readonly #maxPending: number;
  readonly #attemptTimeoutMillis: number;
  readonly #retryDelaysMillis: readonly number[];
  readonly #transport: ReturnType<typeof createSmtpTransport>;
  /** In the order in which they were posted. */
  readonly #deliveries = new Set<Delivery>();
  #sending = 0;
  #whenEmpty: PromiseWithResolvers<void> | undefined;

  /** @throws SmtpConfigError when URL or sender cannot be used */
  constructor(options: SmtpMailerOptions) {
    checkMailSender(options.sender);
    this.#sender = options.sender;
    this.#clock = options.clock;
    this.#observer = options.observer;
    this.#concurrency = options.concurrency ?? 4;
    this.#maxPending = options.maxPending ?? 1_000;
    this.#attemptTimeoutMillis = options.attemptTimeoutMillis ?? 30_000;
    this.#retryDelaysMillis = options.retryDelaysMillis ?? DEFAULT_RETRY_DELAYS_MILLIS;
    this.#transport = createSmtpTransport({
      url: options.url,
      requireTls: options.requireTls,
      certificateAuthorities: options.certificateAuthorities,
      concurrency: this.#concurrency,
      timeoutMillis: this.#attemptTimeoutMillis,
    });
  }

  /** How many messages are neither delivered nor given up. */
  get pending(): number {
    return this.#deliveries.size;
  }

  post(message: MailMessage): void {
    const delivery: Delivery = {
      message,
      messageId: this.#messageId(randomUUID()),
      postedAtMillis: this.#clock.nowMillis(),
      attempts: 0,
      state: "ready",
      timer: undefined,
    };
    if (this.#whenEmpty !== undefined) return this.#fail(delivery, "stopped");
    this.#makeRoom();
    this.#deliveries.add(delivery);
    // Later, so that the caller's answer takes no longer than one that sends nothing.
    setImmediate(() => this.#sendReady());
  }

  async deliver(message: MailMessage, id: string): Promise<MailOutcome> {
    const nowMillis = this.#clock.nowMillis();
    const mail = composeMail(message, this.#sender);
    if (mail === undefined || nowMillis >= message.expiresAtMillis) return "refused";
    const messageId = this.#messageId(id);
    const failure = await this.#trySend({ ...mail, messageId, date: new Date(nowMillis) });
    if (failure === undefined) return "sent";
    return PERMANENT_REASONS.has(failure.reason) ? "refused" : "delayed";
  }

  /**
   * Takes no more messages, gives those that are left `graceMillis` to go out, tries to come
   * included, then gives up the rest and closes the connections.
   */
  async stop(graceMillis: number): Promise<void> {
    this.#whenEmpty ??= Promise.withResolvers();
    const { promise, resolve } = this.#whenEmpty;
    const timer = setTimeout(resolve, graceMillis);
    if (this.#deliveries.size === 0) resolve();
    await promise;
    clearTimeout(timer);
    for (const delivery of this.#deliveries) this.#fail(delivery, "stopped");
    this.#transport.close({ force: true });
  }

  #messageId(id: string): string {
    return `<${id}@${this.#sender.address.replace(/^.*@/, "")}>`;
  }

  #makeRoom(): void {
    if (this.#deliveries.size < this.#maxPending) return;
    for (const delivery of this.#deliveries) {
      if (delivery.state !== "sending") return this.#fail(delivery, "queue_full");
    }
  }

  #sendReady(): void {
    for (const delivery of this.#deliveries) {
      if (this.#sending >= this.#concurrency) return;
      if (delivery.state === "ready") void this.#deliver(delivery);
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { message, messageId } = delivery;
    const nowMillis = this.#clock.nowMillis();
    if (nowMillis >= message.expiresAtMillis) return this.#fail(delivery, "expired");
    const mail = composeMail(message, this.#sender);
    if (mail === undefined) return this.#fail(delivery, "invalid_message");
    delivery.state = "sending";
    delivery.attempts += 1;
    this.#sending += 1;
    const failure = await this.#trySend({ ...mail, messageId, date: new Date(nowMillis) });
    this.#sending -= 1;
    // Given up meanwhile, by `stop`: that was reported, and a message is reported once.
    if (!this.#deliveries.has(delivery)) return;
    if (failure === undefined) this.#succeed(delivery);
    else this.#retryOrFail(delivery, failure);
    this.#sendReady();
  }

  async #trySend(mail: SendMailOptions): Promise<SmtpFailure | undefined> {
    try {
      // A server that trickles its replies never falls silent: the whole try has a limit as well.
      const signal = AbortSignal.timeout(this.#attemptTimeoutMillis);
      await this.#transport.sendMail({ ...mail, signal });
      return undefined;
    } catch (error) {
      return readSmtpFailure(error);
    }
  }

  #retryOrFail(delivery: Delivery, failure: SmtpFailure): void {
    const delayMillis = this.#retryDelaysMillis[delivery.attempts - 1];
    if (!failure.isTemporary || delayMillis === undefined) {
      return this.#fail(delivery, failure.reason, failure.replyCode);
    }
    delivery.state = "delayed";
    delivery.timer = setTimeout(() => {
      delivery.state = "ready";
      this.#sendReady();
    }, delayMillis);
  }

  #succeed(delivery: Delivery): void {
    this.#forget(delivery);
    this.#observer.onDelivered(this.#describe(delivery));
  }

  #fail(delivery: Delivery, reason: MailFailureReason, replyCode?: number): void {
    this.#forget(delivery);
    this.#observer.onFailed({ ...this.#describe(delivery), reason, replyCode });
  }

  #forget(delivery: Delivery): void {
    clearTimeout(delivery.timer);
    this.#deliveries.delete(delivery);
    if (this.#deliveries.size === 0) this.#whenEmpty?.resolve();
  }

  #describe({ message, attempts, postedAtMillis }: Delivery): MailReport {
    const elapsedMillis = this.#clock.nowMillis() - postedAtMillis;
    return { recipient: maskEmail(message.to), attempts, elapsedMillis };
  }
}
