import { type Draw, newestFirst, WRONG_PASSWORD } from "./draws.ts";
import type { Account, Factor, Guess, GuessKind } from "./reference-state.ts";
import type { World } from "./world.ts";

const WRONG_RECOVERY_CODE = "1-ZZZZ-ZZZZ-ZZZZ-ZZZZ";

/** What a code is, and the code. */
export type CodedGuess = readonly [Guess, string];

/** Mostly the right text. */
export function drawText(draw: Draw, right: string, wrong: string): string {
  return draw([right, right, right, wrong]) ?? right;
}

/** A code of that kind: right now or nearby, spent, of another factor, or wrong. */
export function drawGuess(
  world: World,
  draw: Draw,
  kind: GuessKind,
  of: { readonly account: Account; readonly factor: Factor | undefined },
): CodedGuess {
  const { account, factor } = of;
  if (kind === "password") {
    const password = drawText(draw, account.password, WRONG_PASSWORD);
    return [{ kind, password }, password];
  }
  if (kind === "recovery_code") return drawRecoveryCode(world, draw, account);
  if (factor === undefined) return [{ kind, isMalformed: true }, "000000"];
  const offset = draw([0, 0, 0, 0, 0, 1, -1, 2, -2, "wrong", "other", "malformed"] as const) ?? 0;
  if (offset === "malformed") return [{ kind, factor, isMalformed: true }, "12345"];
  if (offset === "wrong") return wrongTotp(world, factor);
  if (offset !== "other") return totpOf(world, factor, factor, offset);
  return totpOf(world, factor, draw(world.factors) ?? factor, 0);
}

/** A code with which somebody comes through. */
export function rightTotp(world: World, factor: Factor): CodedGuess {
  return totpOf(world, factor, factor, 0);
}

/** A well-formed code that is not the factor's now, before or after. */
export function wrongTotp(world: World, factor: Factor): CodedGuess {
  const right = nearCodes(world, factor);
  const code = ["000000", "111111", "222222", "333333"].find((each) => !right.has(each)) ?? "";
  return [{ kind: "totp", factor }, code];
}

function drawRecoveryCode(world: World, draw: Draw, account: Account): CodedGuess {
  const kind = "recovery_code";
  const [breakGlass] = newestFirst(world.breakGlasses);
  if (breakGlass !== undefined && draw([false, false, true]) === true) {
    return [{ kind, breakGlass }, breakGlass.text];
  }
  const own = world.codes.filter((codes) => codes === account.codes);
  const codes = draw([...own, ...own, ...newestFirst(world.codes)]);
  const slot = draw([1, 2, 3, 4, 5, 6, 7, 8]) ?? 1;
  const text = codes?.texts[slot - 1];
  return draw([true, true, false]) === true && text !== undefined
    ? [{ kind, codes, slot }, text]
    : [{ kind }, WRONG_RECOVERY_CODE];
}

function totpOf(world: World, factor: Factor, of: Factor, offset: number): CodedGuess {
  const step = world.step + offset;
  const code = of.code(step);
  // One in 300,000 of those that should be wrong is right by chance.
  const isChance = (of !== factor || Math.abs(offset) > 1) && nearCodes(world, factor).has(code);
  return isChance ? wrongTotp(world, factor) : [{ kind: "totp", factor, of, step }, code];
}

function nearCodes({ step }: World, factor: Factor): ReadonlySet<string> {
  return new Set([-1, 0, 1].map((away) => factor.code(step + away)));
}
