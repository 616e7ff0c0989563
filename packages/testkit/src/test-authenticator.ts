import { decodeBase32, generateTotp } from "@twinlatch/otp";
import type { TestInstallation } from "./test-installation.ts";

/** An authenticator app in a test's hand. */
export interface TestAuthenticator {
  readonly factorId: string;
  /** Its code now, or so many steps away. */
  code(stepsAway?: number): string;
  /** A well-formed code that is wrong for every step of the window. */
  wrongCode(): string;
}

/** An authenticator app that was given the secret, showing codes by the installation's clock. */
export function testAuthenticator(
  { clock, deps }: Pick<TestInstallation, "clock" | "deps">,
  factorId: string,
  base32: string,
): TestAuthenticator {
  const secret = decodeBase32(base32) ?? new Uint8Array(0);
  const code = (stepsAway = 0) =>
    generateTotp(deps.hmac, { secret, nowMillis: clock.nowMillis() + stepsAway * 30_000 });
  return {
    factorId,
    code,
    wrongCode: () => {
      const right = new Set([-1, 0, 1].map(code));
      return ["000000", "111111", "222222", "333333"].find((each) => !right.has(each)) ?? "";
    },
  };
}
