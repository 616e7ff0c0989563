import {
  encodeBase32,
  generateHotp,
  generateTotp,
  type OtpAlgorithm,
  verifyTotp,
} from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rounds } from "../rounds.ts";
import { runSystemTool } from "../system-tool.ts";
import { nobleHmac } from "./noble-hmac.ts";

// `oathtool` (OATH Toolkit, C) is the stranger that our codes must agree with.

const WINDOW = 99;
const exactStep = { past: 0, future: 0 };
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

async function oathtool(...args: string[]): Promise<string[]> {
  const output = await runSystemTool("oathtool", [`--window=${WINDOW}`, ...args]);
  return output.trim().split("\n");
}

const hmacs = { nodeHmac, nobleHmac };
const algorithm = fc.constantFrom<OtpAlgorithm>("SHA1", "SHA256", "SHA512");
const secret = fc.uint8Array({ minLength: 1, maxLength: 150 });
// The digits that oathtool makes.
const digits = fc.integer({ min: 6, max: 8 });
const runs = { numRuns: rounds(15, 300) };

describe("oathtool", () => {
  it("R-009: makes the same TOTP codes, and ours are verified at the same steps", async () => {
    const periodSeconds = fc.integer({ min: 1, max: 300 });
    const seconds = fc.nat(4_102_444_800);
    await fc.assert(
      fc.asyncProperty(algorithm, secret, digits, periodSeconds, seconds, async (...drawn) => {
        const [name, key, length, period, unixSeconds] = drawn;
        const codes = await oathtool(
          `--totp=${name}`,
          `--digits=${length}`,
          `--time-step-size=${period}s`,
          `--now=@${unixSeconds}`,
          hexOf(key),
        );
        expect(codes).toHaveLength(WINDOW + 1);
        const parameters = { algorithm: name, digits: length, periodSeconds: period };
        for (const hmac of Object.values(hmacs)) {
          const ours = codes.map((code, index) => {
            const nowMillis = (unixSeconds + index * period) * 1000;
            const input = { secret: key, nowMillis, ...parameters };
            expect(verifyTotp(hmac, { ...input, code, window: exactStep })).toEqual({
              step: Math.floor(unixSeconds / period) + index,
            });
            return generateTotp(hmac, input);
          });
          expect(ours).toEqual(codes);
        }
      }),
      runs,
    );
  });

  it("R-009: makes the same HOTP codes", async () => {
    const counter = fc.oneof(fc.nat(1000), fc.integer({ min: 2 ** 32 - 50, max: 2 ** 40 }));
    await fc.assert(
      fc.asyncProperty(secret, digits, counter, async (key, length, first) => {
        const options = ["--hotp", `--digits=${length}`, `--counter=${first}`];
        const codes = await oathtool(...options, hexOf(key));
        for (const hmac of Object.values(hmacs)) {
          const ours = codes.map((_, index) =>
            generateHotp(hmac, { secret: key, counter: first + index, digits: length }),
          );
          expect(ours).toEqual(codes);
        }
      }),
      runs,
    );
  });

  it("reads our Base32 as the same key", async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (key) => {
        expect(await oathtool("--base32", encodeBase32(key))).toEqual(await oathtool(hexOf(key)));
      }),
      runs,
    );
  });
});
