import { type Call, callOf } from "./call.ts";
import {
  type Draw,
  type DrawCall,
  drawChallenge,
  drawFactor,
  drawSession,
  mostly,
  newestFirst,
  ofSession,
  type SessionHolder,
} from "./draws.ts";
import type { Challenge, Factor, Replacement } from "./reference-state.ts";
import { isFull } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Replacing an authenticator that is gone. */
export const REPLACEMENT_CALLS = {
  getReplacement: ofSession(({ model }, holder, on) =>
    callOf(
      "getReplacement",
      holder,
      {},
      () => model.calls.getReplacement(on),
      (answer) => [
        answer.replacement?.factorId ?? null,
        answer.heldUntil === null ? null : Date.parse(answer.heldUntil),
      ],
    ),
  ),

  requestReplacement(world, draw) {
    const factor = drawFactor(world, draw, "active");
    const full = world.sessions.filter((each) => each.account === factor?.account && isFull(each));
    const holder = drawSession(world, draw, newestFirst(full)[0]);
    return holder && factor && replacementOf(world, holder, factor);
  },

  cancelReplacement: ofSession(withdrawalOf),

  findReplacement(world, draw) {
    const [challenge, replacement] = drawReturn(world, draw);
    return challenge && replacement && findingOf(world, challenge, replacement);
  },

  completeReplacement(world, draw) {
    const [challenge, replacement] = drawReturn(world, draw);
    return challenge && replacement && completionOf(world, challenge, replacement);
  },
} as const satisfies Readonly<Record<string, DrawCall>>;

export function replacementOf({ model }: World, holder: SessionHolder, factor: Factor): Call {
  const rule = () => model.calls.requestReplacement(holder.session, factor);
  return callOf("requestReplacement", holder, { body: { factorId: factor.id } }, rule);
}

export function withdrawalOf({ model }: World, holder: SessionHolder): Call {
  const rule = () => model.calls.cancelReplacement(holder.session);
  return callOf("cancelReplacement", holder, {}, rule);
}

/** In the browser that asked, which holds the token as a cookie. */
export function findingOf({ model }: World, challenge: Challenge, replacement: Replacement): Call {
  const holder = { ticketOf: challenge, replacement };
  const params = { id: challenge.id };
  const rule = () => model.calls.findReplacement(holder, challenge);
  return callOf("findReplacement", holder, { params }, rule, (answer) =>
    answer.replacement === null ? null : "found",
  );
}

export function completionOf(
  { model }: World,
  challenge: Challenge,
  replacement: Replacement,
): Call {
  const holder = { ticketOf: challenge };
  const options = {
    params: { id: challenge.id },
    body: { replacementToken: replacement.token },
  };
  const rule = () => model.calls.completeReplacement(holder, challenge, replacement);
  return callOf("completeReplacement", holder, options, rule);
}

/** A sign-in that waits and a replacement, mostly of the same account. */
function drawReturn(
  world: World,
  draw: Draw,
): readonly [Challenge | undefined, Replacement | undefined] {
  const challenge = drawChallenge(world, draw, true);
  const own = world.replacements.filter(({ account }) => account === challenge?.account);
  const likely = mostly(draw) && own.length > 0 ? own : world.replacements;
  return [challenge, draw(newestFirst(likely))];
}
