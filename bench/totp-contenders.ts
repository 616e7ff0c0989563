import { generateTOTP, verifyTOTPWithGracePeriod } from "@oslojs/otp";
import { generateTotp, type Hmac, verifyTotp } from "@twinlatch/otp";
import { Secret, TOTP } from "otpauth";
import { generateSync, verifySync } from "otplib";
import { type Measurement, type MeasureOptions, measure, type Operation } from "./measure.ts";

/** A way to make and verify codes: SHA-1, six digits, 30 seconds, one step on either side. */
export interface Contender {
  readonly name: string;
  readonly generate: (nowMillis: number) => string;
  readonly verify: (code: string, nowMillis: number) => boolean;
}

export interface TotpFigures {
  readonly generate: Measurement[];
  /** The code of the current step: those who stop at a match may stop early. */
  readonly verifyRightCode: Measurement[];
  /** A code of none of the three steps. */
  readonly verifyWrongCode: Measurement[];
}

export const secret: Uint8Array<ArrayBuffer> = new TextEncoder().encode("12345678901234567890");

/** Our own code over an HMAC of the platform. */
export function ownContender(hmac: Hmac): Contender {
  return {
    name: "twinlatch",
    generate: (nowMillis) => generateTotp(hmac, { secret, nowMillis }),
    verify: (code, nowMillis) => verifyTotp(hmac, { secret, code, nowMillis }) !== undefined,
  };
}

const otpauthSecret = new Secret({ buffer: secret.buffer });

/** The peers that run everywhere, each given its key as bytes, in its quickest documented form. */
export const portablePeers: readonly Contender[] = [
  {
    name: "otplib",
    generate: (nowMillis) => generateSync({ secret, epoch: nowMillis / 1000 }),
    verify: (token, nowMillis) =>
      verifySync({ secret, token, epoch: nowMillis / 1000, epochTolerance: 30 }).valid,
  },
  {
    name: "otpauth",
    generate: (nowMillis) => TOTP.generate({ secret: otpauthSecret, timestamp: nowMillis }),
    verify: (token, nowMillis) =>
      TOTP.validate({ secret: otpauthSecret, timestamp: nowMillis, token, window: 1 }) !== null,
  },
  {
    // It reads the clock itself.
    name: "@oslojs/otp",
    generate: () => generateTOTP(secret, 30, 6),
    verify: (code) => verifyTOTPWithGracePeriod(secret, 30, 6, code, 30),
  },
];

/**
 * Measures the contenders at `nowMillis`. The floors, if any, are measured beside them: they do the
 * HMACs of a task and nothing else.
 */
export function measureTotp(
  contenders: readonly Contender[],
  nowMillis: number,
  options: MeasureOptions,
  floors: { generate: Map<string, Operation>; verify: Map<string, Operation> } = {
    generate: new Map(),
    verify: new Map(),
  },
): TotpFigures {
  const rightCode = contenders[0]?.generate(nowMillis) ?? "";
  const wrongCode = findWrongCode(contenders, nowMillis);
  for (const contender of contenders) {
    checkContender(contender, { rightCode, wrongCode, nowMillis });
  }

  const run = (floor: Map<string, Operation>, task: (contender: Contender) => Operation) =>
    measure(
      new Map([
        ...contenders.map((each): [string, Operation] => [each.name, task(each)]),
        ...floor,
      ]),
      options,
    );
  return {
    generate: run(floors.generate, (each) => (index) => each.generate(nowMillis + index * 30_000)),
    verifyRightCode: run(floors.verify, (each) => () => each.verify(rightCode, nowMillis)),
    verifyWrongCode: run(floors.verify, (each) => () => each.verify(wrongCode, nowMillis)),
  };
}

function findWrongCode(contenders: readonly Contender[], nowMillis: number): string {
  for (let code = 0; ; code += 1) {
    const text = String(code).padStart(6, "0");
    if (contenders.every((each) => !each.verify(text, nowMillis))) return text;
  }
}

/** A contender that computes something else is not in the race. */
function checkContender(
  contender: Contender,
  { rightCode, wrongCode, nowMillis }: { rightCode: string; wrongCode: string; nowMillis: number },
): void {
  const isRight =
    contender.generate(nowMillis) === rightCode &&
    contender.verify(rightCode, nowMillis) &&
    !contender.verify(wrongCode, nowMillis);
  if (!isRight) throw new Error(`${contender.name} does not do the task`);
}
