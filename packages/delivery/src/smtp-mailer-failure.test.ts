import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import {
  message,
  outcomesOf,
  QUICK_RETRIES,
  setUp,
  startRawServer,
  startServer,
  urlOf,
} from "../../../tests/smtp/post-mail.ts";
import { startSmtpServer } from "../../../tests/smtp/start-smtp-server.ts";

describe("SmtpMailer: a server that fails", () => {
  it("R-109: delivers when the server comes back", async () => {
    const first = await startSmtpServer();
    await first.close();
    const setup = setUp({ url: urlOf(first), retryDelaysMillis: Array(100).fill(20) });
    setup.mailer.post(message());
    // One read for the post, one for each try.
    await expect.poll(() => setup.clock.reads).toBeGreaterThanOrEqual(3);
    expect(setup.failed).toEqual([]);
    const second = await startServer({}, first.port);
    await outcomesOf(setup, 1);
    expect(setup.delivered[0]?.attempts).toBeGreaterThan(1);
    expect(second.received).toHaveLength(1);
  });

  it("delivers over a new connection when the server closed the pooled one", async () => {
    const first = await startSmtpServer();
    const setup = setUp({ url: urlOf(first) });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    await first.close();
    const second = await startServer({}, first.port);
    setup.mailer.post(message());
    await outcomesOf(setup, 2);
    expect(setup.failed).toEqual([]);
    expect(second.received).toHaveLength(1);
  });

  it("gives up after the last pause when the server stays away", async () => {
    const server = await startSmtpServer();
    await server.close();
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.failed).toEqual([
      {
        recipient: "a…@example.org",
        reason: "unreachable",
        replyCode: undefined,
        attempts: QUICK_RETRIES.length + 1,
        elapsedMillis: 0,
      },
    ]);
  });

  it("delivers after replies of 4yz, to recipient or text, under one message id", async () => {
    const sources: string[] = [];
    const later = Object.assign(new Error("later"), { responseCode: 450 });
    let tries = 0;
    const server = await startServer({
      onRcptTo: (_address, _session, done) => {
        tries += 1;
        done(tries === 1 ? later : null);
      },
      onData: (stream, _session, done) => {
        const answer = (source: string) => {
          sources.push(source);
          done(tries === 2 ? later : null);
        };
        text(stream).then(answer, done);
      },
    });
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.delivered).toMatchObject([{ attempts: 3 }]);
    const ids = sources.map((source) => /^Message-ID: (.+)$/m.exec(source)?.[1]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^<.+@example\.org>/);
    expect(ids[1]).toBe(ids[0]);
  });

  it("does not try again after a reply of 5yz, and goes on with the next message", async () => {
    const tried: string[] = [];
    const server = await startServer({
      onRcptTo: ({ address }, _session, done) => {
        tried.push(address);
        const unknown = Object.assign(new Error("no such user"), { responseCode: 550 });
        done(address.startsWith("nobody") ? unknown : null);
      },
    });
    const setup = setUp({ url: urlOf(server), concurrency: 1 });
    setup.mailer.post(message({ to: "nobody@example.org" }));
    setup.mailer.post(message());
    await outcomesOf(setup, 2);
    expect(setup.failed).toMatchObject([{ reason: "rejected", replyCode: 550, attempts: 1 }]);
    expect(server.received).toHaveLength(1);
    expect(tried).toEqual(["nobody@example.org", "alice@example.org"]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["never speaks", () => {}],
    ["trickles its greeting for ever", (socket) => trickle(socket, "2", "2")],
    [
      "trickles its answers for ever",
      (socket) => trickle(socket, "220 hello\r\n", "250-still\r\n"),
    ],
    ["falls silent after the greeting", (socket) => socket.write("220 hello\r\n")],
  ])("R-109: times out on a server that %s, and frees its place", async (_name, onConnection) => {
    const port = await startRawServer(onConnection);
    const setup = setUp({
      url: urlOf({ port }),
      concurrency: 1,
      attemptTimeoutMillis: 150,
      retryDelaysMillis: [10],
    });
    setup.mailer.post(message());
    setup.mailer.post(message());
    await outcomesOf(setup, 2);
    expect(setup.failed).toMatchObject([
      { reason: "timeout", attempts: 2 },
      { reason: "timeout", attempts: 2 },
    ]);
  });

  it("R-109: fails on a server that hangs up, and on one that speaks no SMTP", async () => {
    for (const greeting of ["", "HTTP/1.1 400 Bad Request\r\n\r\n"]) {
      const port = await startRawServer((socket) => socket.end(greeting));
      const setup = setUp({ url: urlOf({ port }), retryDelaysMillis: [10] });
      setup.mailer.post(message());
      await outcomesOf(setup, 1);
      expect(setup.failed).toMatchObject([{ reason: "unreachable", attempts: 2 }]);
    }
  });
});

/** A little every now and then: the socket is never idle. */
function trickle(socket: Socket, first: string, rest: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(rest), 20);
  socket.on("close", () => clearInterval(timer));
}
