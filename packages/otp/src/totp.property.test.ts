import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../tests/any-text.ts";
import { rounds } from "../../../tests/rounds.ts";
import { nobleHmac } from "../../../tests/runtimes/noble-hmac.ts";
import {
  generateHotp,
  generateSteamCode,
  generateTotp,
  OTP_ALGORITHMS,
  STEAM_ALPHABET,
  totpStep,
  verifySteamCode,
  verifyTotp,
} from "./index.ts";

const runs = { numRuns: rounds(200, 10_000) };

const input = fc.record({
  secret: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  nowMillis: fc.nat(4_102_444_800_000),
  algorithm: fc.constantFrom(...OTP_ALGORITHMS),
  digits: fc.integer({ min: 5, max: 10 }),
  periodSeconds: fc.integer({ min: 1, max: 86_400 }),
});
const window = fc.record({ past: fc.nat(3), future: fc.nat(3) });

describe("TOTP", () => {
  it("is HOTP at the step of its time (RFC 6238 §4.2)", () => {
    fc.assert(
      fc.property(input, ({ nowMillis, periodSeconds, ...rest }) => {
        const counter = totpStep(nowMillis, periodSeconds);
        expect(counter * periodSeconds * 1000).toBeLessThanOrEqual(nowMillis);
        expect((counter + 1) * periodSeconds * 1000).toBeGreaterThan(nowMillis);
        const code = generateHotp(nobleHmac, { ...rest, counter });
        expect(code).toMatch(new RegExp(`^[0-9]{${rest.digits}}$`));
        expect(generateTotp(nobleHmac, { nowMillis, periodSeconds, ...rest })).toBe(code);
        expect(generateHotp(nobleHmac, { ...rest, counter: BigInt(counter) })).toBe(code);
      }),
      runs,
    );
  });

  it("verifies as a search of the window for the latest step with that code", () => {
    const offset = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(input, window, offset, (fields, { past, future }, distance) => {
        const { nowMillis, periodSeconds } = fields;
        const now = totpStep(nowMillis, periodSeconds);
        fc.pre(now + distance >= 0);
        const codeAt = (counter: number) => generateHotp(nobleHmac, { ...fields, counter });
        const code = codeAt(now + distance);
        const steps = Array.from({ length: past + future + 1 }, (_, index) => now - past + index);
        const step = steps.filter((each) => each >= 0 && codeAt(each) === code).at(-1);
        expect(verifyTotp(nobleHmac, { ...fields, code, window: { past, future } })?.step).toBe(
          step,
        );
      }),
      runs,
    );
  });

  it("R-014: accepts no text that is not exactly the code", () => {
    const other = fc.oneof(
      anyText(12),
      fc.string({ unit: fc.constantFrom(...Array.from("0123456789 +-.e")), maxLength: 12 }),
    );
    fc.assert(
      fc.property(input, other, fc.boolean(), (fields, text, appended) => {
        const code = generateTotp(nobleHmac, fields);
        const attempt = appended ? code + text : text;
        const none = { past: 0, future: 0 };
        const verified = verifyTotp(nobleHmac, { ...fields, code: attempt, window: none });
        expect(verified !== undefined).toBe(attempt === code);
      }),
      runs,
    );
  });

  it("writes and reads Steam codes with Steam's alphabet only", () => {
    fc.assert(
      fc.property(input, ({ secret, nowMillis }) => {
        const code = generateSteamCode(nobleHmac, { secret, nowMillis });
        expect(code).toMatch(new RegExp(`^[${STEAM_ALPHABET.symbols}]{5}$`));
        expect(verifySteamCode(nobleHmac, { secret, nowMillis, code })).toBeDefined();
      }),
      runs,
    );
  });
});
