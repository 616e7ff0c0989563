import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { nobleHmac } from "../../../tests/runtimes/noble-hmac.ts";
import vectors from "../../../vectors/totp/rfc6238.json" with { type: "json" };
import {
  DEFAULT_TOTP_PARAMETERS,
  generateTotp,
  type Hmac,
  type OtpAlgorithm,
  OtpError,
  totpStep,
  verifyTotp,
} from "./index.ts";

const { digits, periodSeconds } = vectors;
const secret = hexToBytes("3132333435363738393031323334353637383930");
const exactStep = { past: 0, future: 0 };

interface Vector {
  unixSeconds: number;
  algorithm: string;
  secretHex: string;
}

const inputOf = (vector: Vector) => ({
  secret: hexToBytes(vector.secretHex),
  algorithm: vector.algorithm as OtpAlgorithm,
  nowMillis: vector.unixSeconds * 1000,
  digits,
  periodSeconds,
});

describe("RFC 6238 Appendix B", () => {
  it("R-009: has six times for each of three hash functions, with seeds of 20, 32, 64 bytes", () => {
    const kinds = vectors.valid.map(
      (vector) => `${vector.algorithm} ${vector.secretHex.length / 2}`,
    );
    expect(vectors.valid).toHaveLength(18);
    expect([...new Set(kinds)]).toEqual(["SHA1 20", "SHA256 32", "SHA512 64"]);
  });

  it.each(vectors.valid)("R-009: $algorithm at $unixSeconds gives $code", (vector) => {
    const input = inputOf(vector);
    const { code, step } = vector;
    expect(totpStep(input.nowMillis, periodSeconds)).toBe(step);
    expect(generateTotp(nobleHmac, input)).toBe(code);
    expect(verifyTotp(nobleHmac, { ...input, code, window: exactStep })).toEqual({ step });
  });

  it.each(vectors.valid)("R-009: $algorithm at $unixSeconds refuses neighbours", (vector) => {
    const input = inputOf(vector);
    const neighbours = [-1, 1].map((offset) =>
      String((Number(vector.code) + offset) % 10 ** digits).padStart(digits, "0"),
    );
    for (const code of neighbours) {
      expect(verifyTotp(nobleHmac, { ...input, code, window: exactStep })).toBeUndefined();
    }
    for (const offsetMillis of [-periodSeconds * 1000, periodSeconds * 1000]) {
      const nowMillis = input.nowMillis + offsetMillis;
      const attempt = { ...input, nowMillis, code: vector.code, window: exactStep };
      expect(verifyTotp(nobleHmac, attempt)).toBeUndefined();
    }
  });

  it.each(vectors.invalid)("R-009, R-014: does not accept $why", (vector) => {
    const attempt = { ...inputOf(vector), code: vector.code };
    expect(verifyTotp(nobleHmac, attempt)).toBeUndefined();
  });
});

describe("the window", () => {
  const step = 1_000_000;
  const stepMillis = step * 30_000;

  for (const intoStepMillis of [0, 15_000, 29_999]) {
    for (const offset of [-2, -1, 0, 1, 2]) {
      it(`R-013: step ${offset} is judged right ${intoStepMillis} ms into the current one`, () => {
        const code = generateTotp(nobleHmac, { secret, nowMillis: (step + offset) * 30_000 });
        const nowMillis = stepMillis + intoStepMillis;
        const expected = Math.abs(offset) <= 1 ? { step: step + offset } : undefined;
        expect(verifyTotp(nobleHmac, { secret, code, nowMillis })).toEqual(expected);
      });
    }
  }

  it("R-013: can be narrowed to the past or to nothing", () => {
    const codeAt = (at: number) => generateTotp(nobleHmac, { secret, nowMillis: at * 30_000 });
    const accepts = (at: number, window: { past: number; future: number }) =>
      verifyTotp(nobleHmac, { secret, code: codeAt(at), nowMillis: stepMillis, window })?.step;
    expect(accepts(step - 1, { past: 1, future: 0 })).toBe(step - 1);
    expect(accepts(step + 1, { past: 1, future: 0 })).toBeUndefined();
    expect(accepts(step - 1, exactStep)).toBeUndefined();
    expect(accepts(step, exactStep)).toBe(step);
    expect(accepts(step + 5, { past: 0, future: 5 })).toBe(step + 5);
  });

  it("leaves out steps before the epoch", () => {
    const code = generateTotp(nobleHmac, { secret, nowMillis: 0 });
    expect(verifyTotp(nobleHmac, { secret, code, nowMillis: 0 })).toEqual({ step: 0 });
    expect(verifyTotp(nobleHmac, { secret, code: "000000", nowMillis: 0 })).toBeUndefined();
  });

  it("R-011: returns the later step when two share a code, so that both become spent", () => {
    const sameCode: Hmac = () => () => new Uint8Array(20);
    const attempt = { secret, code: "000000", nowMillis: stepMillis };
    expect(verifyTotp(sameCode, attempt)).toEqual({ step: step + 1 });
  });

  it("R-016: prepares the key once and computes every step, wherever the code matches", () => {
    const computed: number[] = [];
    const counting: Hmac = (algorithm, key) => {
      const macOf = nobleHmac(algorithm, key);
      computed.push(0);
      return (message) => {
        computed[computed.length - 1] = (computed.at(-1) ?? 0) + 1;
        return macOf(message);
      };
    };
    for (const offset of [-2, -1, 0, 1, 2]) {
      const code = generateTotp(nobleHmac, { secret, nowMillis: (step + offset) * 30_000 });
      verifyTotp(counting, { secret, code, nowMillis: stepMillis });
    }
    expect(computed).toEqual([3, 3, 3, 3, 3]);
  });
});

describe("malformed codes", () => {
  const nowMillis = 59_000;
  const untouched: Hmac = () => {
    throw new Error("a malformed code reached the HMAC");
  };

  it.each([
    "",
    "28708",
    "2870822",
    " 287082",
    "287082 ",
    "287 082",
    "+87082",
    "-87082",
    "2870.2",
    "1e5000",
    "0x1234",
    "28708a",
    "２８７０８２",
    "٢٨٧٠٨٢",
    "28708\u0000",
    "28708\n",
    "__proto__",
    "7".repeat(1_000_000),
  ])("R-014: %j is refused and nothing is computed", (code) => {
    expect(verifyTotp(untouched, { secret, code, nowMillis })).toBeUndefined();
  });

  it("R-014: leading zeros count", () => {
    const input = { secret, nowMillis: 1_111_111_109_000, digits: 8 };
    expect(verifyTotp(nobleHmac, { ...input, code: "07081804" })).toEqual({ step: 37_037_036 });
    expect(verifyTotp(nobleHmac, { ...input, code: "7081804" })).toBeUndefined();
  });

  it("R-014: ten digits beyond 31 bits never match by wrapping round", () => {
    const highest: Hmac = () => () => new Uint8Array(20).fill(0xff);
    const attempt = { secret, nowMillis, digits: 10 };
    expect(verifyTotp(highest, { ...attempt, code: "2147483647" })).toEqual({ step: 2 });
    expect(verifyTotp(highest, { ...attempt, code: "6442450943" })).toBeUndefined();
  });
});

describe("arguments", () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      if (error instanceof OtpError) return error.code;
      throw error;
    }
  };

  it("default to SHA-1, six digits, 30 seconds", () => {
    expect(DEFAULT_TOTP_PARAMETERS).toEqual({ algorithm: "SHA1", digits: 6, periodSeconds: 30 });
    const input = { secret, nowMillis: 59_000 };
    expect(generateTotp(nobleHmac, input)).toBe("287082");
    expect(generateTotp(nobleHmac, { ...input, ...DEFAULT_TOTP_PARAMETERS })).toBe("287082");
  });

  it.each([0, -30, 0.5, Number.NaN, 31_536_001])("refuse a period of %s s", (seconds) => {
    expect(codeOf(() => totpStep(0, seconds))).toBe("period_range");
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    "refuse the time %s",
    (nowMillis) => {
      expect(codeOf(() => totpStep(nowMillis, 30))).toBe("time_range");
      expect(codeOf(() => verifyTotp(nobleHmac, { secret, code: "000000", nowMillis }))).toBe(
        "time_range",
      );
    },
  );

  it.each([
    { past: -1, future: 1 },
    { past: 1, future: 61 },
    { past: 0.5, future: 1 },
    { past: Number.POSITIVE_INFINITY, future: 0 },
  ])("refuse the window %o", (window) => {
    const attempt = { secret, code: "000000", nowMillis: 0, window };
    expect(codeOf(() => verifyTotp(nobleHmac, attempt))).toBe("window_range");
  });

  it("refuse an empty secret and digits out of range, whatever the code", () => {
    const attempt = { secret, code: "x", nowMillis: 0 };
    expect(codeOf(() => verifyTotp(nobleHmac, { ...attempt, digits: 4 }))).toBe("digits_range");
    expect(codeOf(() => verifyTotp(nobleHmac, { ...attempt, secret: new Uint8Array() }))).toBe(
      "secret_length",
    );
  });
});
