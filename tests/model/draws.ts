import type {
  Act,
  Challenge,
  Factor,
  Guess,
  GuessKind,
  Holder,
  Proof,
  Session,
} from "./reference-state.ts";
import type { World } from "./world.ts";

/** Picks one of a list by a random number that shrinks towards the first. */
export type Draw = <Item>(items: readonly Item[]) => Item | undefined;

export const PASSWORD = "a sunny walk by the lake";
const WRONG_RECOVERY_CODE = "1-ZZZZ-ZZZZ-ZZZZ-ZZZZ";

export type SessionHolder = Holder & { readonly session: Session };

/** The newest first: what just came up is what people go on with. */
export function newestFirst<Item>(items: readonly Item[]): readonly Item[] {
  return items.toReversed();
}

/** A session, mostly an open one with its newest token. `preferred` comes first where it is given. */
export function drawSession(
  { model, sessions }: World,
  draw: Draw,
  preferred?: Session,
): SessionHolder | undefined {
  const open = newestFirst(sessions).filter((each) =>
    model.sessionsOf(each.account).includes(each),
  );
  const likely = mostly(draw) && preferred !== undefined ? [preferred] : open;
  const session = draw(mostly(draw) && likely.length > 0 ? likely : newestFirst(sessions));
  if (session === undefined) return undefined;
  return { session, isStale: session.tokens.length > 1 && !mostly(draw) };
}

/** A challenge, mostly one that can still be answered. */
export function drawChallenge({ model, challenges }: World, draw: Draw): Challenge | undefined {
  const open = challenges.filter((challenge) => model.isOpen(challenge));
  return draw(newestFirst(mostly(draw) && open.length > 0 ? open : challenges));
}

/** Nine times in ten. */
function mostly(draw: Draw): boolean {
  return draw([true, true, true, true, true, true, true, true, true, false]) === true;
}

/** Who answers a challenge: mostly who it is for. */
export function drawAnswerer(world: World, draw: Draw, challenge: Challenge): Holder {
  if (challenge.session !== undefined) return drawSession(world, draw, challenge.session) ?? {};
  if (mostly(draw)) return { ticketOf: challenge };
  const tickets = world.challenges.filter(({ ticket }) => ticket !== undefined);
  const other = draw(newestFirst(tickets));
  return draw([true, false]) === true ? { ticketOf: other } : (drawSession(world, draw) ?? {});
}

/** A proof that was ever given: for this act if there is one, or any, or none. */
export function drawProof(
  { proofs }: World,
  draw: Draw,
  { session }: SessionHolder,
  act: Act,
): Proof | undefined {
  const fits = (proof: Proof) =>
    proof.challenge.session === session && proof.challenge.act?.name === act.name;
  const fitting = newestFirst(proofs).find(fits);
  return draw([fitting, fitting, fitting, undefined, draw(newestFirst(proofs))]);
}

/** What a code is, and the code. */
export type CodedGuess = readonly [Guess, string];

/** A code with what it is: right now or nearby, spent, of another factor, or wrong. */
export function drawGuess(
  world: World,
  draw: Draw,
  kind: GuessKind,
  factor: Factor | undefined,
): CodedGuess {
  if (kind === "password") {
    const isRight = draw([true, true, true, false]) === true;
    return [{ kind, isRight }, isRight ? PASSWORD : "not the right password"];
  }
  if (kind === "recovery_code") {
    const own = world.codes.filter((codes) => codes === factor?.account.codes);
    const codes = draw([...own, ...own, ...newestFirst(world.codes)]);
    const slot = draw([1, 2, 3, 4, 5, 6, 7, 8]) ?? 1;
    const text = codes?.texts[slot - 1];
    return draw([true, true, false]) === true && text !== undefined
      ? [{ kind, codes, slot }, text]
      : [{ kind }, WRONG_RECOVERY_CODE];
  }
  if (factor === undefined) return [{ kind, isMalformed: true }, "000000"];
  const offset = draw([0, 0, 0, 0, 0, 1, -1, 2, -2, "wrong", "other", "malformed"] as const) ?? 0;
  if (offset === "malformed") return [{ kind, factor, isMalformed: true }, "12345"];
  if (offset === "wrong") return wrongTotp(world, factor);
  if (offset !== "other") return totpOf(world, factor, factor, offset);
  return totpOf(world, factor, draw(world.factors) ?? factor, 0);
}

/** A well-formed code that is not the factor's now, before or after. */
export function wrongTotp(world: World, factor: Factor): CodedGuess {
  const right = nearCodes(world, factor);
  const code = ["000000", "111111", "222222", "333333"].find((each) => !right.has(each)) ?? "";
  return [{ kind: "totp", factor }, code];
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
