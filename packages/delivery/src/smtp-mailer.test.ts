import type { MailMessage } from "@twinlatch/accounts";
import { describe, expect, it, vi } from "vitest";
import {
  message,
  NOW,
  outcomesOf,
  SENDER,
  setUp,
  startRawServer,
  startServer,
  urlOf,
} from "../../../tests/smtp/post-mail.ts";
import { readHeader, readText } from "../../../tests/smtp/start-smtp-server.ts";

describe("SmtpMailer: what arrives", () => {
  it("delivers address, sender, subject and text", async () => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    const mail = server.received[0]!;
    expect(mail).toMatchObject({ from: "no-reply@example.org", to: ["alice@example.org"] });
    expect(readHeader(mail, "From")).toBe("Twinlatch <no-reply@example.org>");
    expect(readHeader(mail, "To")).toBe("alice@example.org");
    expect(readHeader(mail, "Subject")).toBe("Your code");
    expect(readHeader(mail, "Date")).toBe("Fri, 02 Jan 2026 03:04:05 +0000");
    expect(readHeader(mail, "Message-ID")).toMatch(/^<[\w-]{36}@example\.org>$/);
    expect(readHeader(mail, "Auto-Submitted")).toBe("auto-generated");
    expect(readHeader(mail, "Content-Type")).toMatch(/^text\/plain/);
    expect(readText(mail)).toBe("Your code is 123456.\r\n");
    expect(setup.delivered).toEqual([
      { recipient: "a…@example.org", attempts: 1, elapsedMillis: 0 },
    ]);
  });

  it("delivers any language, and lines that look like the end of a mail", async () => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server), sender: { ...SENDER, name: 'Zwei "Riegel", Köln' } });
    const written = "Код: 123456 — 二段階 😀\n.\n..\nFrom here\n\tend";
    setup.mailer.post(message({ subject: "Ваш код 😀", text: written }));
    await outcomesOf(setup, 1);
    const mail = server.received[0]!;
    expect(readText(mail).replaceAll("\r\n", "\n").trimEnd()).toBe(written);
    expect(mail.to).toEqual(["alice@example.org"]);
    expect(readHeader(mail, "Subject")).toMatch(/^=\?UTF-8\?/);
    expect(mail.source).not.toContain("Köln");
  });

  it("delivers a burst over no more connections than it may", async () => {
    let open = 0;
    let most = 0;
    const server = await startServer({
      onConnect: (_session, done) => {
        open += 1;
        most = Math.max(most, open);
        done();
      },
      onClose: () => {
        open -= 1;
      },
    });
    const setup = setUp({ url: urlOf(server), concurrency: 3 });
    for (let i = 0; i < 60; i += 1) setup.mailer.post(message({ text: `code ${i}` }));
    expect(setup.mailer.pending).toBe(60);
    await outcomesOf(setup, 60);
    expect(setup.failed).toEqual([]);
    expect(new Set(server.received.map((mail) => readText(mail).trim())).size).toBe(60);
    expect(most).toBe(3);
    expect(setup.mailer.pending).toBe(0);
  });
});

describe("SmtpMailer: header injection", () => {
  it.each<[string, Partial<MailMessage>]>([
    ["CRLF in the subject", { subject: "Hello\r\nBcc: eve@example.net" }],
    ["LF in the subject", { subject: "Hello\nBcc: eve@example.net" }],
    ["NUL in the subject", { subject: "Hello\0" }],
    ["a line separator in the subject", { subject: "Hello\u2028Bcc: eve@example.net" }],
    ["an endless subject", { subject: "x".repeat(256) }],
    ["CRLF in the address", { to: "alice@example.org\r\nBcc: eve@example.net" }],
    ["CRLF and a command in the address", { to: "alice@example.org>\r\nRCPT TO:<eve@example.net" }],
    ["two addresses", { to: "alice@example.org, eve@example.net" }],
    ["two addresses without a blank", { to: "alice@example.org,eve@example.net" }],
    ["a group", { to: "all:alice@example.org,eve@example.net;" }],
    ["a name and an address", { to: "eve@example.net <alice@example.org>" }],
    ["a quoted local part", { to: '"eve@example.net"@example.org' }],
    ["blanks around the address", { to: " alice@example.org" }],
    ["no address", { to: "" }],
    ["an endless text", { text: "x".repeat(65_537) }],
  ])("R-108: sends nothing for %s", async (_name, overrides) => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message(overrides));
    setup.mailer.post(message());
    await outcomesOf(setup, 2);
    expect(setup.failed).toMatchObject([{ reason: "invalid_message", attempts: 0 }]);
    expect(server.received.map((mail) => mail.to)).toEqual([["alice@example.org"]]);
    expect(server.received[0]!.source).not.toContain("eve@");
  });

  it.each([
    { address: "no-reply@example.org, eve@example.net" },
    { address: "no-reply@example.org\r\n" },
    { address: "no-reply" },
    { address: "no-reply@example.org", name: "Twin\r\nBcc: eve@example.net" },
  ])("refuses the sender %j at start", (sender) => {
    expect(() => setUp({ url: "smtp://localhost", sender })).toThrow(
      expect.objectContaining({ name: "SmtpConfigError", code: "smtp_sender_invalid" }),
    );
  });

  it("refuses a bad URL at start", () => {
    expect(() => setUp({ url: "http://localhost" })).toThrow(
      expect.objectContaining({ name: "SmtpConfigError", code: "smtp_url_invalid" }),
    );
  });
});

describe("SmtpMailer: time and room", () => {
  it("does not send what has expired", async () => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message({ expiresAtMillis: NOW }));
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "expired", attempts: 0 }]);
    expect(server.received).toEqual([]);
  });

  it("does not send what expires between two tries", async () => {
    let tries = 0;
    const server = await startServer({
      onRcptTo: (_address, _session, done) => {
        tries += 1;
        setup.clock.now += 1000;
        done(Object.assign(new Error("later"), { responseCode: 450 }));
      },
    });
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(message({ expiresAtMillis: NOW + 1000 }));
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "expired", attempts: 1, elapsedMillis: 1000 }]);
    expect(tries).toBe(1);
  });

  it("R-109: drops the oldest that waits when the queue is full", async () => {
    const port = await startRawServer(() => {});
    const setup = setUp({ url: urlOf({ port }), concurrency: 1, maxPending: 3 });
    setup.mailer.post(message({ to: "sending@example.org" }));
    await new Promise((resolve) => setImmediate(resolve));
    for (const to of ["b@example.org", "c@example.org", "d@example.org", "e@example.org"]) {
      setup.mailer.post(message({ to }));
    }
    expect(setup.mailer.pending).toBe(3);
    expect(setup.failed).toMatchObject([
      { reason: "queue_full", recipient: "b…@example.org", attempts: 0 },
      { reason: "queue_full", recipient: "c…@example.org", attempts: 0 },
    ]);
  });

  it("R-109: drops what waits for another try as well", async () => {
    const tried: string[] = [];
    const server = await startServer({
      onRcptTo: ({ address }, _session, done) => {
        tried.push(address);
        // The second is left without a reply: that it was tried shows that the first waits.
        if (tried.length === 1) done(Object.assign(new Error("later"), { responseCode: 450 }));
      },
    });
    const setup = setUp({
      url: urlOf(server),
      concurrency: 1,
      maxPending: 2,
      retryDelaysMillis: [60_000],
    });
    setup.mailer.post(message({ to: "b@example.org" }));
    setup.mailer.post(message({ to: "c@example.org" }));
    await expect.poll(() => tried).toEqual(["b@example.org", "c@example.org"]);
    const timers = countTimers();
    setup.mailer.post(message({ to: "d@example.org" }));
    expect(countTimers()).toBe(timers - 1);
    expect(setup.failed).toMatchObject([
      { reason: "queue_full", recipient: "b…@example.org", attempts: 1 },
    ]);
    expect(setup.mailer.pending).toBe(2);
  });

  it("R-050: posting does nothing but take the message", async () => {
    const port = await startRawServer(() => {});
    const setup = setUp({ url: urlOf({ port }) });
    expect(
      setup.mailer.post(message({ to: "not an address", expiresAtMillis: 0 })),
    ).toBeUndefined();
    expect([setup.delivered, setup.failed]).toEqual([[], []]);
    expect(setup.mailer.pending).toBe(1);
  });
});

describe("SmtpMailer: stop", () => {
  it("delivers what is left, then takes no more", async () => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server), concurrency: 2 });
    for (let i = 0; i < 20; i += 1) setup.mailer.post(message());
    await setup.mailer.stop(10_000);
    expect(server.received).toHaveLength(20);
    expect(setup.delivered).toHaveLength(20);
    setup.mailer.post(message());
    expect(setup.failed).toMatchObject([{ reason: "stopped", attempts: 0 }]);
    expect(server.received).toHaveLength(20);
  });

  it("gives up when the time is over, under way or waiting, and reports each once", async () => {
    const onClose = vi.fn<() => void>();
    const port = await startRawServer((socket) => socket.on("close", onClose));
    const setup = setUp({ url: urlOf({ port }), concurrency: 1, retryDelaysMillis: [] });
    setup.mailer.post(message());
    setup.mailer.post(message());
    await setup.mailer.stop(50);
    // The connection is closed at once, not when the server has been silent for long enough.
    await expect.poll(() => onClose.mock.calls).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(setup.failed.map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ["stopped", 1],
      ["stopped", 0],
    ]);
    expect(setup.mailer.pending).toBe(0);
  });

  it("can be called twice, and with nothing to do", async () => {
    const setup = setUp({ url: "smtp://localhost:1" });
    await Promise.all([setup.mailer.stop(60_000), setup.mailer.stop(60_000)]);
    await setup.mailer.stop(60_000);
    expect(setup.failed).toEqual([]);
  });
});

describe("R-083: SmtpMailer tells nobody", () => {
  it("R-083: reports neither text, subject, address nor the server's words", async () => {
    const server = await startServer({
      onRcptTo: (address, _session, done) =>
        done(Object.assign(new Error(`${address.address} is unknown`), { responseCode: 550 })),
    });
    const written = [
      vi.spyOn(process.stdout, "write"),
      vi.spyOn(process.stderr, "write"),
      vi.spyOn(console, "log"),
      vi.spyOn(console, "error"),
    ];
    const setup = setUp({ url: urlOf(server) });
    setup.mailer.post(
      message({ to: "canary-person@example.org", text: "canary-text", subject: "canary-subject" }),
    );
    await outcomesOf(setup, 1);
    const said = JSON.stringify([setup.failed, written.map((spy) => spy.mock.calls.map(String))]);
    vi.restoreAllMocks();
    expect(said).toContain("c…@example.org");
    expect(said).not.toContain("canary");
  });
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
}
