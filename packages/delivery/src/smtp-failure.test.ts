import { describe, expect, it } from "vitest";
import { readSmtpFailure } from "./smtp-failure.ts";

function errorOf(code: string | undefined, responseCode?: number, originalCode?: string): Error {
  return Object.assign(new Error("550 alice@example.org"), { code, responseCode, originalCode });
}

describe("readSmtpFailure", () => {
  it.each([
    [
      "a refused recipient",
      errorOf("EENVELOPE", 550),
      { reason: "rejected", replyCode: 550, isTemporary: false },
    ],
    [
      "a refused message",
      errorOf("EMESSAGE", 554),
      { reason: "rejected", replyCode: 554, isTemporary: false },
    ],
    [
      "a greylisted recipient",
      errorOf("EENVELOPE", 450),
      { reason: "deferred", replyCode: 450, isTemporary: true },
    ],
    [
      "a server that shuts down",
      errorOf("ECONNECTION", 421),
      { reason: "deferred", replyCode: 421, isTemporary: true },
    ],
    [
      "a command out of order",
      errorOf("EMESSAGE", 503),
      { reason: "deferred", replyCode: 503, isTemporary: true },
    ],
    [
      "a wrong password",
      errorOf("EAUTH", 535),
      { reason: "authentication", replyCode: 535, isTemporary: false },
    ],
    [
      "a sign-in that fails for now",
      errorOf("EAUTH", 454),
      { reason: "authentication", replyCode: 454, isTemporary: true },
    ],
    ["no TLS", errorOf("ETLS", 502), { reason: "tls", replyCode: 502, isTemporary: false }],
    [
      "a TLS handshake that broke",
      errorOf("ETLS"),
      { reason: "tls", replyCode: undefined, isTemporary: true },
    ],
    [
      "an expired certificate",
      errorOf("ESOCKET", undefined, "CERT_HAS_EXPIRED"),
      { reason: "tls", replyCode: undefined, isTemporary: true },
    ],
    [
      "TLS that is none",
      errorOf("ESOCKET", undefined, "EPROTO"),
      { reason: "tls", replyCode: undefined, isTemporary: true },
    ],
    [
      "a refused connection",
      errorOf("ESOCKET", undefined, "ECONNREFUSED"),
      { reason: "unreachable", replyCode: undefined, isTemporary: true },
    ],
    [
      "silence",
      errorOf("ETIMEDOUT"),
      { reason: "timeout", replyCode: undefined, isTemporary: true },
    ],
    [
      "our own limit",
      errorOf("EABORT"),
      { reason: "timeout", replyCode: undefined, isTemporary: true },
    ],
    [
      "no connection",
      errorOf("ESOCKET"),
      { reason: "unreachable", replyCode: undefined, isTemporary: true },
    ],
    [
      "an unknown name",
      errorOf("EDNS"),
      { reason: "unreachable", replyCode: undefined, isTemporary: true },
    ],
    [
      "an envelope that is refused here",
      errorOf("EENVELOPE"),
      { reason: "invalid_message", replyCode: undefined, isTemporary: false },
    ],
    [
      "anything else",
      errorOf(undefined),
      { reason: "unreachable", replyCode: undefined, isTemporary: true },
    ],
    ["what is no error", "550", { reason: "unreachable", replyCode: undefined, isTemporary: true }],
  ])("reads %s", (_name, error, failure) => {
    expect(readSmtpFailure(error)).toEqual(failure);
  });
});
