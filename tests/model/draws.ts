import type { Call } from "./call.ts";
import type {
  Account,
  Challenge,
  Factor,
  FactorKind,
  FactorStatus,
  Holder,
  Proof,
  Session,
} from "./reference-state.ts";
import { ofKind } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Picks one of a list by a random number that shrinks towards the first. */
export type Draw = <Item>(items: readonly Item[]) => Item | undefined;

/** Makes up one call; undefined where there is nothing yet to make it with. */
export type DrawCall = (world: World, draw: Draw) => Call | undefined | Promise<Call | undefined>;

export const PASSWORDS = ["a sunny walk by the lake", "a rainy day at the sea"] as const;
export const WRONG_PASSWORD = "not the right password";

export type SessionHolder = Holder & { readonly session: Session };

/** The newest first: what just came up is what people go on with. */
export function newestFirst<Item>(items: readonly Item[]): readonly Item[] {
  return items.toReversed();
}

/** Nine times in ten. */
export function mostly(draw: Draw): boolean {
  return draw([true, true, true, true, true, true, true, true, true, false]) === true;
}

/** A session, mostly an open one with its newest token. `preferred` comes first where it is given. */
export function drawSession(
  { model, sessions }: World,
  draw: Draw,
  preferred?: Session,
): SessionHolder | undefined {
  const open = newestFirst(sessions).filter((each) =>
    model.openSessions(each.account).includes(each),
  );
  const likely = mostly(draw) && preferred !== undefined ? [preferred] : open;
  const session = draw(mostly(draw) && likely.length > 0 ? likely : newestFirst(sessions));
  if (session === undefined) return undefined;
  return { session, isStale: session.tokens.length > 1 && !mostly(draw) };
}

/** A session, mostly one of that account. */
export function drawSessionOf(
  world: World,
  draw: Draw,
  account: Account,
): SessionHolder | undefined {
  return drawSession(world, draw, draw(newestFirst(world.model.openSessions(account))));
}

/** A factor of that kind or of any, mostly one in that state that is there still. */
export function drawFactor(
  world: World,
  draw: Draw,
  status: FactorStatus,
  kind?: FactorKind,
): Factor | undefined {
  const factors = kind === undefined ? world.factors : ofKind(world.factors, kind);
  const likely = factors.filter(
    (factor) => factor.status === status && factor.account.factors.includes(factor),
  );
  return draw(newestFirst(mostly(draw) && likely.length > 0 ? likely : factors));
}

/** A challenge, mostly one that can still be answered; with a ticket where that is asked for. */
export function drawChallenge(
  { model, challenges }: World,
  draw: Draw,
  hasTicket = false,
): Challenge | undefined {
  const all = newestFirst(challenges).filter(({ ticket }) => !hasTicket || ticket !== "");
  const open = all.filter((challenge) => !model.isOver(challenge));
  return draw(mostly(draw) && open.length > 0 ? open : all);
}

/** Who answers a challenge: mostly who it is for. */
export function drawAnswerer(world: World, draw: Draw, challenge: Challenge): Holder {
  if (challenge.session !== undefined) return drawSession(world, draw, challenge.session) ?? {};
  if (mostly(draw)) return { ticketOf: challenge };
  const tickets = world.challenges.filter(({ ticket }) => ticket !== "");
  const other = draw(newestFirst(tickets));
  return draw([true, false]) === true ? { ticketOf: other } : (drawSession(world, draw) ?? {});
}

/** A proof that was ever given: for this act if there is one, or any, or none. */
export function drawProof({ proofs }: World, draw: Draw, { holder, act }: Call): Proof | undefined {
  const fits = ({ challenge }: Proof) =>
    challenge.session === holder.session && challenge.act?.name === act.name;
  const fitting = newestFirst(proofs).find(fits);
  return draw([fitting, fitting, fitting, undefined, draw(newestFirst(proofs))]);
}

/** A call that takes nothing but a session. */
export function ofSession(
  make: (world: World, holder: SessionHolder, on: Session) => Call,
): DrawCall {
  return (world, draw) => {
    const holder = drawSession(world, draw);
    return holder && make(world, holder, holder.session);
  };
}
