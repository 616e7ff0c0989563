// By path: a runtime need not know the workspaces of npm.
import {
  decodeBase32,
  encodeBase32,
  formatOtpauthUri,
  generateHotp,
  generateSteamCode,
  generateTotp,
  type Hmac,
  type OtpAlgorithm,
  parseOtpauthUri,
  verifySteamCode,
  verifyTotp,
} from "../../packages/otp/src/index.ts";
import base32 from "../../vectors/base32/rfc4648.json" with { type: "json" };
import hotp from "../../vectors/hotp/rfc4226.json" with { type: "json" };
import otpauth from "../../vectors/otpauth-uri/key-uri.json" with { type: "json" };
import steam from "../../vectors/steam/steam-guard.json" with { type: "json" };
import totp from "../../vectors/totp/rfc6238.json" with { type: "json" };
import { nobleHmac } from "./noble-hmac.ts";

// A program for any runtime: prints how many of the published vectors hold there, and which do not.

/** With this argument every MAC has one bit wrong: then the vectors must not hold. */
const PLANTED = "--with-a-wrong-mac";

declare const Deno: { readonly args: readonly string[] } | undefined;

function readArguments(): readonly string[] {
  return typeof Deno === "undefined" ? process.argv.slice(2) : Deno.args;
}

const wrongHmac: Hmac = (algorithm, key) => {
  const mac = nobleHmac(algorithm, key);
  return (message) => mac(message).map((byte) => byte ^ 1);
};
const hmac = readArguments().includes(PLANTED) ? wrongHmac : nobleHmac;

const failures: string[] = [];
let held = 0;

function hold(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value) ?? "undefined");
  if (is === should) held += 1;
  else failures.push(`${what}: ${is}, not ${should}`);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array | undefined): string {
  return [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const { counter, code } of hotp.valid) {
  const secret = bytesOf(hotp.secretHex);
  hold(`HOTP ${counter}`, generateHotp(hmac, { secret, counter, digits: hotp.digits }), code);
}
for (const vector of totp.valid) {
  const { digits, periodSeconds } = totp;
  const input = {
    secret: bytesOf(vector.secretHex),
    algorithm: vector.algorithm as OtpAlgorithm,
    nowMillis: vector.unixSeconds * 1000,
    digits,
    periodSeconds,
  };
  const name = `TOTP ${vector.algorithm} ${vector.unixSeconds}`;
  hold(name, generateTotp(hmac, input), vector.code);
  const window = { past: 0, future: 0 };
  const match = verifyTotp(hmac, { ...input, code: vector.code, window });
  hold(`${name} verified`, match, { step: vector.step });
}
for (const { secretHex, unixSeconds, code } of steam.valid) {
  const input = { secret: bytesOf(secretHex), nowMillis: unixSeconds * 1000 };
  hold(`Steam ${unixSeconds}`, generateSteamCode(hmac, input), code);
  hold(
    `Steam ${unixSeconds} verified`,
    verifySteamCode(hmac, { ...input, code }) !== undefined,
    true,
  );
}
for (const { bytesHex, encoded, decode } of base32.valid) {
  hold(`Base32 of ${bytesHex}`, encodeBase32(bytesOf(bytesHex)), encoded);
  for (const text of decode) hold(`Base32 ${text}`, hexOf(decodeBase32(text)), bytesHex);
}
for (const { text } of base32.invalid) hold(`Base32 ${text}`, decodeBase32(text), undefined);
for (const { uri, key, written } of otpauth.valid) {
  const parsed = parseOtpauthUri(uri);
  const { secretHex, ...rest } = key;
  hold(uri, parsed.ok && hexOf(parsed.key.secret), secretHex);
  hold(`${uri} written`, parsed.ok && formatOtpauthUri(parsed.key), written);
  hold(`${uri} read`, parsed.ok && parsed.key.account, rest.account);
}
for (const { uri, code } of otpauth.invalid) hold(uri, parseOtpauthUri(uri), { ok: false, code });

console.log(JSON.stringify({ held, failures }));
