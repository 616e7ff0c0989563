import { describe, expect, it } from "vitest";
import { readSmtpFailure } from "./smtp-failure.ts";

function errorOf(code: string | undefined, responseCode?: number, originalCode?: string): Error {
  return Object.assign(new Error("550 alice@example.org"), { code, responseCode, originalCode });
}

describe("readSmtpFailure", () => {
  it.each([
    ["a refused recipient", errorOf("EENVELOPE", 550), "rejected", 550, false],
    ["a refused message", errorOf("EMESSAGE", 554), "rejected", 554, false],
    ["a greylisted recipient", errorOf("EENVELOPE", 450), "deferred", 450, true],
    ["a server that shuts down", errorOf("ECONNECTION", 421), "deferred", 421, true],
    ["a command out of order", errorOf("EMESSAGE", 503), "deferred", 503, true],
    ["a wrong password", errorOf("EAUTH", 535), "authentication", 535, false],
    ["a sign-in that fails for now", errorOf("EAUTH", 454), "authentication", 454, true],
    ["no TLS", errorOf("ETLS", 502), "tls", 502, false],
    ["a TLS handshake that broke", errorOf("ETLS"), "tls", undefined, true],
    [
      "an expired certificate",
      errorOf("ESOCKET", undefined, "CERT_HAS_EXPIRED"),
      "tls",
      undefined,
      true,
    ],
    ["TLS that is none", errorOf("ESOCKET", undefined, "EPROTO"), "tls", undefined, true],
    [
      "a refused connection",
      errorOf("ESOCKET", undefined, "ECONNREFUSED"),
      "unreachable",
      undefined,
      true,
    ],
    ["silence", errorOf("ETIMEDOUT"), "timeout", undefined, true],
    ["our own limit", errorOf("EABORT"), "timeout", undefined, true],
    ["no connection", errorOf("ESOCKET"), "unreachable", undefined, true],
    ["an unknown name", errorOf("EDNS"), "unreachable", undefined, true],
    ["an envelope that is refused here", errorOf("EENVELOPE"), "invalid_message", undefined, false],
    ["anything else", errorOf(undefined), "unreachable", undefined, true],
    ["what is no error", "550", "unreachable", undefined, true],
  ])("reads %s", (_name, error, reason, replyCode, isTemporary) => {
    expect(readSmtpFailure(error)).toEqual({ reason, replyCode, isTemporary });
  });
});
