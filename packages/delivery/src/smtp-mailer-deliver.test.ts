import { describe, expect, it } from "vitest";
import {
  message,
  NOW,
  setUp,
  startRawServer,
  startServer,
  urlOf,
} from "../../../tests/smtp/post-mail.ts";
import { readHeader, readText, startSmtpServer } from "../../../tests/smtp/start-smtp-server.ts";

/** Replies to every recipient with the code. */
function refusing(responseCode: number) {
  return startServer({
    onRcptTo: (_address, _session, done) => {
      done(Object.assign(new Error("no"), { responseCode }));
    },
  });
}

describe("SmtpMailer: one try", () => {
  it("R-086: hands the message over once, named the same at every try", async () => {
    const server = await startServer();
    const { mailer } = setUp({ url: urlOf(server) });
    expect(await mailer.deliver(message(), "ntc_abc")).toBe("sent");
    expect(await mailer.deliver(message(), "ntc_abc")).toBe("sent");
    expect(server.received.map((mail) => readHeader(mail, "Message-ID"))).toEqual([
      "<ntc_abc@example.org>",
      "<ntc_abc@example.org>",
    ]);
    expect(server.received.map(({ to }) => to)).toEqual([
      ["alice@example.org"],
      ["alice@example.org"],
    ]);
  });

  it("carries every letter of a notice in German", async () => {
    const server = await startServer();
    const { mailer } = setUp({ url: urlOf(server) });
    const text = "Öffnen Sie „Aktivität“. Größe: ß\n\nZweite Zeile.\n";
    await mailer.deliver(message({ subject: "Ein Code wurde geprüft", text }), "ntc_abc");
    const [mail] = server.received;
    if (mail === undefined) throw new Error("Nothing arrived");
    expect(readText(mail).replaceAll("\r\n", "\n").trim()).toBe(text.trim());
    expect(readHeader(mail, "Subject")).toMatch(/^=\?UTF-8\?|^Ein Code/i);
  });

  it.each([421, 450, 451, 503])("R-086: may be tried again after a reply %i", async (code) => {
    const { mailer } = setUp({ url: urlOf(await refusing(code)) });
    expect(await mailer.deliver(message(), "ntc_abc")).toBe("delayed");
  });

  it.each([550, 553])("is refused for good by a reply %i", async (code) => {
    const { mailer } = setUp({ url: urlOf(await refusing(code)) });
    expect(await mailer.deliver(message(), "ntc_abc")).toBe("refused");
  });

  it("R-086: may be tried again while the server is away, silent, or takes no password", async () => {
    const away = await startSmtpServer();
    await away.close();
    const silent = await startRawServer(() => {});
    const guarded = await startServer({
      authOptional: false,
      disabledCommands: [],
      allowInsecureAuth: true,
      onAuth: (_login, _session, done) => done(new Error("no")),
    });
    const urls = [urlOf(away), `smtp://127.0.0.1:${silent}`, urlOf(guarded)];
    for (const url of urls) {
      const { mailer } = setUp({ url, attemptTimeoutMillis: 300 });
      expect(await mailer.deliver(message(), "ntc_abc")).toBe("delayed");
    }
  });

  it("is refused when the message cannot be sent or its time is over, and says nothing", async () => {
    const server = await startServer();
    const { mailer } = setUp({ url: urlOf(server) });
    const broken = message({ to: "alice@example.org, eve@example.org" });
    expect(await mailer.deliver(broken, "ntc_abc")).toBe("refused");
    expect(await mailer.deliver(message({ expiresAtMillis: NOW }), "ntc_abc")).toBe("refused");
    expect(server.received).toEqual([]);
  });

  it("may be tried again by another process once this one has stopped", async () => {
    const server = await startServer();
    const { mailer } = setUp({ url: urlOf(server) });
    await mailer.stop(0);
    expect(await mailer.deliver(message(), "ntc_abc")).toBe("delayed");
    expect(server.received).toEqual([]);
  });
});
