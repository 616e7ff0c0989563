import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { nobleHmac } from "../../../tests/runtimes/noble-hmac.ts";
import vectors from "../../../vectors/hotp/rfc4226.json" with { type: "json" };
import { generateHotp, type Hmac, OtpError } from "./index.ts";

const secret = hexToBytes(vectors.secretHex);

describe("RFC 4226 Appendix D", () => {
  it("R-009: has ten values", () => {
    expect(vectors.valid.map(({ counter }) => counter)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each(vectors.valid)("R-009: counter $counter gives $code", ({ counter, code }) => {
    expect(generateHotp(nobleHmac, { secret, counter })).toBe(code);
    expect(generateHotp(nobleHmac, { secret, counter: BigInt(counter), digits: 6 })).toBe(code);
  });

  it.each(vectors.valid)("truncates the MAC of counter $counter to $truncated", (vector) => {
    const fixedMac: Hmac = () => () => hexToBytes(vector.macHex);
    expect(generateHotp(fixedMac, { secret, counter: vector.counter, digits: 10 })).toBe(
      String(vector.truncated).padStart(10, "0"),
    );
  });

  it.each(vectors.invalid)("R-009: counter $counter does not give $why", ({ counter, code }) => {
    expect(generateHotp(nobleHmac, { secret, counter })).not.toBe(code);
  });
});

describe("the message", () => {
  const messageFor = (counter: number | bigint): string => {
    let seen = "";
    const spy: Hmac = () => (message) => {
      seen = message.reduce((hex, byte) => hex + byte.toString(16).padStart(2, "0"), "");
      return new Uint8Array(20);
    };
    generateHotp(spy, { secret, counter });
    return seen;
  };

  it.each([
    [0, "0000000000000000"],
    [1, "0000000000000001"],
    [0x0102_0304, "0000000001020304"],
    [2 ** 32 - 1, "00000000ffffffff"],
    [2 ** 32, "0000000100000000"],
    [0x1f_ffff_ffff_ffff, "001fffffffffffff"],
    [0x0102_0304_0506_0708n, "0102030405060708"],
    [2n ** 64n - 1n, "ffffffffffffffff"],
  ])("is the counter %s as eight big-endian bytes", (counter, hex) => {
    expect(messageFor(counter)).toBe(hex);
  });
});

describe("arguments out of range", () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      if (error instanceof OtpError) return error.code;
      throw error;
    }
  };

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1n, 2n ** 64n])(
    "refuses the counter %s",
    (counter) => {
      expect(codeOf(() => generateHotp(nobleHmac, { secret, counter }))).toBe("counter_range");
    },
  );

  it.each([4, 11, 6.5, Number.NaN, -6])("refuses %s digits", (digits) => {
    expect(codeOf(() => generateHotp(nobleHmac, { secret, counter: 0, digits }))).toBe(
      "digits_range",
    );
  });

  it("refuses an empty secret, whose codes anyone could compute", () => {
    const empty = new Uint8Array();
    expect(codeOf(() => generateHotp(nobleHmac, { secret: empty, counter: 0 }))).toBe(
      "secret_length",
    );
  });

  it("refuses an HMAC that returns too few bytes to truncate", () => {
    const short: Hmac = () => () => new Uint8Array(19);
    expect(codeOf(() => generateHotp(short, { secret, counter: 0 }))).toBe("mac_length");
  });

  it("says what is wrong in words too", () => {
    expect(() => generateHotp(nobleHmac, { secret, counter: 0, digits: 4 })).toThrow(
      "digits must be an integer from 5 to 10",
    );
  });
});
