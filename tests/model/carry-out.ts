import type { Call } from "./call.ts";
import { type Draw, mostly } from "./draws.ts";
import { drawGuess, rightTotp } from "./guesses.ts";
import type { Challenge, Factor, Made } from "./reference-state.ts";
import { activeOf } from "./reference-terms.ts";
import { answerOf, signInOf } from "./sign-in-calls.ts";
import type { World } from "./world.ts";

/**
 * Makes a call as people do that may need a proof: demanded, proved with the next code, repeated. Returns
 * what came of it; undefined where the call was refused or not proved.
 */
export async function carryOut(
  world: World,
  draw: Draw,
  call: Call | undefined,
): Promise<Made | undefined> {
  if (call === undefined) return undefined;
  const first = await world.make(call);
  if (first.code === "ok") return first;
  const { challenge } = first;
  if (challenge === undefined) return undefined;
  const proof = await prove(world, draw, challenge);
  if (proof === undefined) return undefined;
  const made = await world.make(call, proof);
  // Once more, as somebody does who saw it.
  if (draw([false, false, false, true]) === true) await world.make(call, proof);
  return made.code === "ok" ? made : undefined;
}

async function prove(world: World, draw: Draw, challenge: Challenge) {
  const { account, kinds, session } = challenge;
  const kind = draw(kinds) ?? "totp";
  world.advance(30_000);
  const factor = draw(activeOf(account));
  const isRight = kind === "totp" && factor !== undefined && mostly(draw);
  const guess = isRight
    ? rightTotp(world, factor)
    : drawGuess(world, draw, kind, { account, factor });
  return (await world.make(answerOf(world, { session }, challenge, guess))).proof;
}

/** The challenge of a new sign-in to the account of that authenticator, if there is a second step. */
export async function enterPassword(
  world: World,
  { account }: Pick<Factor, "account">,
): Promise<Challenge | undefined> {
  const [email] = account.emails;
  if (email === undefined) return undefined;
  const made = await world.make(signInOf(world, email.address, account.password));
  return made.challenge;
}
