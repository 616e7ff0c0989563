import { type Draw, mostly, newestFirst, WRONG_PASSWORD } from "./draws.ts";
import type { Account, Factor, Guess, GuessKind, TextedCode } from "./reference-state.ts";
import { ofKind } from "./reference-terms.ts";
import type { World } from "./world.ts";

const WRONG_RECOVERY_CODE = "1-ZZZZ-ZZZZ-ZZZZ-ZZZZ";

/** What a code is, and the code. */
export type CodedGuess = readonly [Guess, string];

/** Mostly the right text. */
export function drawText(draw: Draw, right: string, wrong: string): string {
  return draw([right, right, right, wrong]) ?? right;
}

/** What a code is for. */
interface Target {
  readonly account: Account;
  readonly factor: Factor | undefined;
  /** What was texted for it. */
  readonly texts: readonly TextedCode[];
}

/** A code of that kind: right now or nearby, spent, of another factor, or wrong. */
export function drawGuess(world: World, draw: Draw, kind: GuessKind, of: Target): CodedGuess {
  const { account, factor } = of;
  if (kind === "password") {
    const password = drawText(draw, account.password, WRONG_PASSWORD);
    return [{ kind, password }, password];
  }
  if (kind === "recovery_code") return drawRecoveryCode(world, draw, account);
  if (kind === "sms") return drawTexted(world, draw, of);
  if (factor === undefined) return [{ kind, isMalformed: true }, "000000"];
  if (factor.kind !== kind) return [{ kind, factor }, "000000"];
  const offset = draw([0, 0, 0, 0, 0, 1, -1, 2, -2, "wrong", "other", "malformed"] as const) ?? 0;
  if (offset === "malformed") return [{ kind, factor, isMalformed: true }, "12345"];
  if (offset === "wrong") return wrongTotp(world, factor);
  if (offset !== "other") return totpOf(world, factor, factor, offset);
  return totpOf(world, factor, draw(ofKind(world.factors, "totp")) ?? factor, 0);
}

/** A texted code for whom it was sent to. */
export function rightText({ phone, code }: TextedCode): CodedGuess {
  return [{ kind: "sms", factor: phone, text: code }, code];
}

/** A code that is not the factor's, of whichever kind it is. */
export function wrongCode(
  world: World,
  factor: Factor,
  { texts }: Pick<Target, "texts">,
): CodedGuess {
  if (factor.kind === "totp") return wrongTotp(world, factor);
  const text = wrongText(texts);
  return [{ kind: "sms", factor, text }, text];
}

/** A code with which somebody comes through. */
export function rightTotp(world: World, factor: Factor): CodedGuess {
  return totpOf(world, factor, factor, 0);
}

/** A well-formed code that is not the factor's now, before or after. */
function wrongTotp(world: World, factor: Factor): CodedGuess {
  return [{ kind: "totp", factor }, wrongFor(nearCodes(world, factor))];
}

function wrongText(texts: readonly TextedCode[]): string {
  return wrongFor(new Set(texts.map(({ code }) => code)));
}

function wrongFor(right: ReadonlySet<string>): string {
  const codes = ["000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777"];
  return codes.find((each) => !right.has(each)) ?? "";
}

/** The newest text, an older one, one for something else, or wrong; mostly for the phone that got it. */
function drawTexted(world: World, draw: Draw, { factor, texts }: Target): CodedGuess {
  const kind = "sms";
  const [newest, ...older] = newestFirst(texts);
  const likely = [newest, newest, newest, newest, ...older, ...older];
  const drawn = draw([...likely, "wrong", "other", "malformed"] as const);
  if (drawn === "malformed") return [{ kind, factor, isMalformed: true }, "12345"];
  const other = draw(newestFirst(world.texts));
  const sent = drawn === "other" ? other : drawn;
  const named = typeof sent === "object" && mostly(draw) ? sent.phone : factor;
  if (named === undefined) return [{ kind, isMalformed: true }, "000000"];
  const text = typeof sent === "object" ? sent.code : wrongText(texts);
  return [{ kind, factor: named, text }, text];
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
