import type { Call } from "./call.ts";
import { type Draw, mostly } from "./draws.ts";
import { type CodedGuess, drawGuess, rightText, rightTotp } from "./guesses.ts";
import { sendingOf } from "./phone-calls.ts";
import type { Challenge, Factor, Holder, Made } from "./reference-state.ts";
import { activeOf, ofKind } from "./reference-terms.ts";
import { answerOf, signInOf } from "./sign-in-calls.ts";
import type { World } from "./world.ts";

/** Between two texts to one number. */
const LONGEST_PAUSE = 120_000;

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
  const { account, kinds, session, texts } = challenge;
  const kind = draw(kinds) ?? "totp";
  world.advance(kind === "sms" ? LONGEST_PAUSE : 30_000);
  const active = activeOf(account);
  const factor = draw(kind === "totp" || kind === "sms" ? ofKind(active, kind) : active);
  const isRight = factor?.kind === kind && mostly(draw);
  const right = isRight ? await rightCode(world, { session }, challenge, factor) : undefined;
  const guess = right ?? drawGuess(world, draw, kind, { account, factor, texts });
  return (await world.make(answerOf(world, { session }, challenge, guess))).proof;
}

/** A code of that factor with which somebody comes through; undefined where none can be texted. */
export async function rightCode(
  world: World,
  holder: Holder,
  challenge: Challenge,
  factor: Factor,
): Promise<CodedGuess | undefined> {
  if (factor.kind === "totp") return rightTotp(world, factor);
  const { sent } = await world.make(sendingOf(world, holder, challenge, factor));
  return sent && rightText(sent);
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
