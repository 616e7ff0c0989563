import type { SMTPServerAuthentication, SMTPServerSession } from "smtp-server";
import { describe, expect, it, vi } from "vitest";
import { makeCertificate } from "../../../tests/smtp/make-certificate.ts";
import { message, outcomesOf, setUp, startServer, urlOf } from "../../../tests/smtp/post-mail.ts";

describe("SmtpMailer: TLS and sign-in", () => {
  const certificate = makeCertificate("localhost");
  const withTls = { ...certificate, disabledCommands: [] };
  const trusted = { requireTls: true, certificateAuthorities: certificate.cert };

  it("upgrades by STARTTLS", async () => {
    const server = await startServer(withTls);
    const setup = setUp({ url: urlOf(server), ...trusted });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(server.received).toMatchObject([{ isTls: true }]);
  });

  it("speaks TLS from the start with smtps://", async () => {
    const server = await startServer({ ...withTls, secure: true });
    const setup = setUp({ url: `smtps://127.0.0.1:${server.port}`, ...trusted });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(server.received).toMatchObject([{ isTls: true }]);
  });

  it("sends nothing to a server without TLS where TLS is required", async () => {
    const server = await startServer();
    const setup = setUp({ url: urlOf(server), requireTls: true });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "tls" }]);
    expect(server.received).toEqual([]);
  });

  it.each([
    ["an unknown authority", certificate, { requireTls: true }],
    ["another name", makeCertificate("mail.example.net"), { requireTls: true }],
    ["an unknown authority, though TLS is not required", certificate, { requireTls: false }],
  ])("sends nothing to a server with a certificate of %s", async (_name, own, options) => {
    const server = await startServer({ ...own, disabledCommands: [] });
    const otherAuthority = own === certificate ? undefined : own.cert;
    const setup = setUp({
      url: `smtp://localhost:${server.port}`,
      ...options,
      certificateAuthorities: otherAuthority,
      retryDelaysMillis: [],
    });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "tls", attempts: 1 }]);
    expect(server.received).toEqual([]);
  });

  const signIn = {
    ...withTls,
    authOptional: false,
    onAuth: (
      auth: SMTPServerAuthentication,
      _session: SMTPServerSession,
      done: (error: Error | null, response?: { user: string }) => void,
    ) => {
      const { username = "", password } = auth;
      done(password === "s3cret: pass" ? null : new Error("no"), { user: username });
    },
  };

  it("signs in with the user and password of the URL", async () => {
    const server = await startServer(signIn);
    const setup = setUp({ url: urlOf(server, "me%40example.org:s3cret%3A%20pass@"), ...trusted });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(server.received).toMatchObject([{ isTls: true, user: "me@example.org" }]);
  });

  it("gives up at once when the password is wrong", async () => {
    const onAuth = vi.fn<typeof signIn.onAuth>(signIn.onAuth);
    const server = await startServer({ ...signIn, onAuth });
    const setup = setUp({ url: urlOf(server, "me:wrong@"), ...trusted });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "authentication", replyCode: 535, attempts: 1 }]);
    expect(onAuth).toHaveBeenCalledTimes(1);
    expect(server.received).toEqual([]);
  });

  it("never sends a password without TLS, though TLS is not required", async () => {
    const onAuth = vi.fn<typeof signIn.onAuth>(signIn.onAuth);
    const server = await startServer({ ...signIn, disabledCommands: ["STARTTLS"], onAuth });
    const setup = setUp({ url: urlOf(server, "me:s3cret%3A%20pass@"), retryDelaysMillis: [] });
    setup.mailer.post(message());
    await outcomesOf(setup, 1);
    expect(setup.failed).toMatchObject([{ reason: "tls" }]);
    expect(onAuth).not.toHaveBeenCalled();
  });
});
