import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../tests/any-text.ts";
import { rounds } from "../../../tests/rounds.ts";
import {
  formatOtpauthUri,
  OTP_ALGORITHMS,
  type OtpauthKey,
  parseOtpauthUri,
  STEAM_PARAMETERS,
} from "./index.ts";

const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;
const name = fc
  .oneof(
    anyText(60),
    fc.string({ unit: fc.constantFrom(...Array.from("ab:?&=%#/+ @é李")), maxLength: 60 }),
  )
  .map((text) => text.replace(unsafe, "").trim().slice(0, 256))
  .filter((text) => text.isWellFormed() && text === text.trim());
const issuer = name.map((text) => text.replace(/[\s:]+/g, " ").trim());

const named = { issuer, account: name, secret: fc.uint8Array({ minLength: 1, maxLength: 128 }) };
const computed = {
  algorithm: fc.constantFrom(...OTP_ALGORITHMS),
  digits: fc.integer({ min: 5, max: 10 }),
};
const { algorithm, digits, periodSeconds } = STEAM_PARAMETERS;

const anyKey: fc.Arbitrary<OtpauthKey> = fc.oneof(
  fc.record({
    type: fc.constant("totp" as const),
    ...named,
    ...computed,
    periodSeconds: fc.integer({ min: 1, max: 31_536_000 }),
  }),
  fc.record({
    type: fc.constant("hotp" as const),
    ...named,
    ...computed,
    counter: fc.maxSafeNat(),
  }),
  fc
    .record(named)
    .map((fields) => ({ type: "steam" as const, ...fields, algorithm, digits, periodSeconds })),
);

/** What every answer must be, whatever was asked: a refusal, or a key that can be written. */
function expectSoundAnswer(text: string): "key" | "refusal" {
  const parsed = parseOtpauthUri(text);
  if (!parsed.ok) return "refusal";
  const { key } = parsed;
  expect(key.secret.length).toBeGreaterThan(0);
  expect(key.issuer.search(unsafe) + key.account.search(unsafe)).toBe(-2);
  const again = parseOtpauthUri(formatOtpauthUri(key));
  const writtenIssuer = key.issuer.replace(/[\s:]+/g, " ").trim();
  expect(again).toEqual({ ok: true, key: { ...key, issuer: writtenIssuer } });
  return "key";
}

describe("otpauth URIs", () => {
  it("R-007: every key is read back as it was written, with exactly one secret", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const uri = formatOtpauthUri(key);
        expect(uri).toMatch(/^otpauth:\/\/(totp|hotp|steam)\/[\w.~%:-]*\?[\w.~%&=-]+$/);
        expect(uri.match(/[?&]secret=/g)).toHaveLength(1);
        expect(parseOtpauthUri(uri)).toEqual({ ok: true, key });
      }),
      { numRuns: rounds(500, 20_000) },
    );
  });

  it("R-007: the second reader finds the issuer equal to the prefix of the label", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const url = new URL(formatOtpauthUri(key));
        const label = decodeURIComponent(url.pathname.slice(1));
        const prefix = label.slice(0, Math.max(0, label.indexOf(":")));
        expect(prefix).toBe(url.searchParams.get("issuer") ?? "");
      }),
      { numRuns: rounds(300, 10_000) },
    );
  });
});

describe("hostile otpauth URIs", () => {
  it("any text is answered with a refusal or a sound key, never with an exception", () => {
    const text = fc.oneof(
      anyText(200),
      fc.string({ maxLength: 200 }).map((rest) => `otpauth://totp/${rest}`),
      fc
        .string({ unit: "binary", maxLength: 200 })
        .map((rest) => `otpauth://totp/?secret=GE&${rest}`),
    );
    fc.assert(
      fc.property(text, (any) => void expectSoundAnswer(any)),
      { numRuns: rounds(500, 20_000) },
    );
  });

  it("a good URI with some characters replaced, removed, doubled or moved is answered soundly", () => {
    const piece = fc.constantFrom(
      ...Array.from("otpauh:/?&=%#+.-_ 0123456789abcdefABCDEF\u0000\n\u202eé李"),
      "\ud800",
      "\udc00",
      "%",
      "%0",
      "%00",
      "%E9",
      "%C3%A9",
      "%ED%A0%80",
      "%F4%90%80%80",
      "%3A",
      "%2526",
      "&secret=",
      "&issuer=",
      "&period=",
      "&digits=",
      "&counter=",
      "&algorithm=",
      "=".repeat(40),
    );
    const mutation = fc.record({
      at: fc.nat(400),
      remove: fc.nat(12),
      insert: fc.array(piece, { maxLength: 4 }),
    });
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
    const answers = new Set<string>();
    fc.assert(
      fc.property(anyKey, mutations, (key, changes) => {
        const mutated = changes.reduce((uri, { at, remove, insert }) => {
          const cut = at % (uri.length + 1);
          return uri.slice(0, cut) + insert.join("") + uri.slice(cut + remove);
        }, formatOtpauthUri(key));
        answers.add(expectSoundAnswer(mutated));
      }),
      { numRuns: rounds(2000, 100_000) },
    );
    expect(answers).toEqual(new Set(["key", "refusal"]));
  });

  it.each([
    ["%", 16_000],
    ["&", 16_000],
    ["=", 16_000],
    [":", 16_000],
    ["%41", 5000],
    ["%ff", 5000],
    ["&secret=GE", 1500],
    [" ", 16_000],
    ["?", 16_000],
    ["+", 16_000],
    ["\u202e", 16_000],
  ])("%j repeated is answered soundly in every place", (unit, times) => {
    const flood = unit.repeat(times);
    for (const place of [
      flood,
      `otpauth://${flood}`,
      `otpauth://totp/${flood}?secret=GE`,
      `otpauth://totp/a?secret=${flood}`,
      `otpauth://totp/a?secret=GE&digits=${flood}`,
      `otpauth://totp/a?secret=GE${flood}`,
    ]) {
      expectSoundAnswer(place);
    }
  });
});
