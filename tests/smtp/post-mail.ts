import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { MailMessage } from "@twinlatch/accounts";
import {
  type MailFailure,
  type MailReport,
  SmtpMailer,
  type SmtpMailerOptions,
} from "@twinlatch/delivery";
import { afterEach, expect, vi } from "vitest";
import { type RunningSmtpServer, startSmtpServer } from "./start-smtp-server.ts";

export const NOW: number = Date.UTC(2026, 0, 2, 3, 4, 5);
export const QUICK_RETRIES = [20, 40, 80, 160, 320];
export const SENDER = { name: "Twinlatch", address: "no-reply@example.org" };

/** Everything a test starts, so that it ends with the test. */
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Starts an SMTP server that ends with the test. */
export async function startServer(
  ...args: Parameters<typeof startSmtpServer>
): Promise<RunningSmtpServer> {
  const server = await startSmtpServer(...args);
  cleanups.push(() => server.close());
  return server;
}

/** A server that speaks no SMTP, or not well. */
export async function startRawServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A mailer under test, what it reported, and the clock that it looks at. */
export interface Setup {
  mailer: SmtpMailer;
  delivered: MailReport[];
  failed: MailFailure[];
  /** `reads` grows by one with every post and every try. */
  clock: { now: number; reads: number };
}

/** Makes a mailer that stops with the test. */
export function setUp(options: { url: string } & Partial<SmtpMailerOptions>): Setup {
  const delivered: MailReport[] = [];
  const failed: MailFailure[] = [];
  const clock = { now: NOW, reads: 0 };
  const mailer = new SmtpMailer({
    sender: SENDER,
    requireTls: false,
    clock: {
      nowMillis: () => {
        clock.reads += 1;
        return clock.now;
      },
    },
    observer: {
      onDelivered: (report) => delivered.push(report),
      onFailed: (failure) => failed.push(failure),
    },
    retryDelaysMillis: QUICK_RETRIES,
    ...options,
  });
  cleanups.push(() => mailer.stop(0));
  return { mailer, delivered, failed, clock };
}

/** A message that can be delivered, but for what `overrides` changes. */
export function message(overrides: Partial<MailMessage> = {}): MailMessage {
  return {
    to: "alice@example.org",
    subject: "Your code",
    text: "Your code is 123456.\n",
    expiresAtMillis: NOW + 600_000,
    ...overrides,
  };
}

/** Waits until `count` messages are delivered or given up. */
export async function outcomesOf({ delivered, failed }: Setup, count: number): Promise<void> {
  await vi.waitFor(() => expect(delivered.length + failed.length).toBe(count), {
    timeout: 15_000,
    interval: 5,
  });
}

export function urlOf({ port }: { port: number }, login = ""): string {
  return `smtp://${login}127.0.0.1:${port}`;
}
