import { describe, expect, it } from "vitest";
import { SmtpConfigError } from "./smtp-config-error.ts";
import { parseSmtpUrl } from "./smtp-url.ts";

describe("parseSmtpUrl", () => {
  it.each([
    ["smtp://mail.example.org", { host: "mail.example.org", port: 587, implicitTls: false }],
    ["smtps://mail.example.org/", { host: "mail.example.org", port: 465, implicitTls: true }],
    ["SMTP://localhost:1025", { host: "localhost", port: 1025, implicitTls: false }],
    ["smtps://127.0.0.1:2465", { host: "127.0.0.1", port: 2465, implicitTls: true }],
    ["smtp://[::1]:25", { host: "::1", port: 25, implicitTls: false }],
  ])("reads %s", (url, server) => {
    expect(parseSmtpUrl(url)).toEqual({ ...server, login: undefined });
  });

  it("decodes user and password", () => {
    expect(
      parseSmtpUrl("smtp://me%40example.org:p%3Aa%2Fs%40s%20%C3%A9@mail.example.org").login,
    ).toEqual({ user: "me@example.org", pass: "p:a/s@s é" });
  });

  it.each([
    "",
    "mail.example.org:587",
    "http://mail.example.org",
    "smtp://",
    "smtp:mail.example.org",
    "smtp://mail.example.org:0",
    "smtp://mail.example.org:99999",
    "smtp://mail.example.org/path",
    "smtp://mail.example.org?ignoreTLS=true",
    "smtp://mail.example.org/?tls.rejectUnauthorized=false",
    "smtp://mail.example.org#x",
    "smtp://mail_example%00.org",
    "smtp://-mail.example.org",
    "smtp://user:Sup3rSecret%ZZ@mail.example.org",
    "smtp://user@mail.example.org",
    "smtp://:Sup3rSecret@mail.example.org",
    "smtp://user:Sup3rSecret@",
    "smtp://user:Sup3rSecret@mail.example.org/x",
  ])("R-083: refuses %s, and does not repeat the URL", (url) => {
    const refuse = () => parseSmtpUrl(url);
    expect(refuse).toThrow(SmtpConfigError);
    expect(refuse).toThrow(expect.objectContaining({ code: "smtp_url_invalid" }));
    expect(refuse).not.toThrow(/Sup3rSecret|mail\.example/);
  });
});
