import { type Call, callOf } from "./call.ts";
import {
  type Draw,
  type DrawCall,
  drawChallenge,
  drawFactor,
  drawSessionOf,
  mostly,
  newestFirst,
  ofSession,
  type SessionHolder,
} from "./draws.ts";
import { type CodedGuess, drawGuess } from "./guesses.ts";
import type { Challenge, Holder, Invitation } from "./reference-state.ts";
import { inAnyOrder } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Inviting a second person to enrol an authenticator. */
export const INVITATION_CALLS = {
  listFactorInvitations: ofSession(({ model }, holder, on) =>
    callOf(
      "listFactorInvitations",
      holder,
      {},
      () => model.calls.listFactorInvitations(on),
      ({ invitations }) =>
        inAnyOrder(invitations.map(({ id, enrolled }) => [id, enrolled?.label ?? null])),
    ),
  ),

  createFactorInvitation: ofSession(invitationOf),

  approveFactorInvitation(world, draw) {
    const isWaiting = ({ enrolled }: Invitation) => enrolled !== undefined;
    const waiting = newestFirst(world.invitations).filter(isWaiting);
    const invitation = draw([...waiting, ...waiting, ...world.invitations]);
    const holder = invitation && drawSessionOf(world, draw, invitation.account);
    return holder && approvalOf(world, holder, invitation);
  },

  cancelFactorInvitation(world, draw) {
    const invitation = draw(newestFirst(world.invitations));
    const holder = invitation && drawSessionOf(world, draw, invitation.account);
    return holder && cancellationOf(world, holder, invitation);
  },

  enrolInvitedFactor(world, draw) {
    const [challenge, invitation] = drawGuest(world, draw);
    if (challenge === undefined || invitation === undefined) return undefined;
    return guestEnrolmentOf(world, { ticketOf: challenge }, challenge, invitation);
  },

  confirmInvitedFactor(world, draw) {
    const [challenge, invitation] = drawGuest(world, draw);
    if (challenge === undefined || invitation === undefined) return undefined;
    const { account } = challenge;
    const own = newestFirst(world.factors).find(({ begunBy }) => begunBy === invitation);
    const factor = mostly(draw) && own !== undefined ? own : drawFactor(world, draw, "pending");
    const guess = drawGuess(world, draw, "totp", { account, factor, texts: [] });
    return guestConfirmationOf(world, { ticketOf: challenge }, challenge, invitation, guess);
  },
} as const satisfies Readonly<Record<string, DrawCall>>;

export function invitationOf({ model }: World, holder: SessionHolder): Call {
  const rule = () => model.calls.createFactorInvitation(holder.session);
  return callOf("createFactorInvitation", holder, {}, rule);
}

export function approvalOf({ model }: World, holder: SessionHolder, invitation: Invitation): Call {
  const rule = () => model.calls.approveFactorInvitation(holder.session, invitation);
  return callOf("approveFactorInvitation", holder, { params: { id: invitation.id } }, rule);
}

export function cancellationOf(
  { model }: World,
  holder: SessionHolder,
  invitation: Invitation,
): Call {
  const rule = () => model.calls.cancelFactorInvitation(holder.session, invitation);
  return callOf("cancelFactorInvitation", holder, { params: { id: invitation.id } }, rule);
}

export function guestEnrolmentOf(
  { model }: World,
  holder: Holder,
  challenge: Challenge,
  invitation: Invitation,
): Call {
  const label = "Second phone";
  const options = {
    params: { id: challenge.id },
    body: { invitationToken: invitation.token, label },
  };
  const rule = () => model.calls.enrolInvitedFactor(holder, challenge, invitation, label);
  return callOf("enrolInvitedFactor", holder, options, rule);
}

/** Undefined for what is no code at all: that is tried where codes are answers. */
export function guestConfirmationOf(
  { model }: World,
  holder: Holder,
  challenge: Challenge,
  invitation: Invitation,
  [guess, code]: CodedGuess,
): Call | undefined {
  const { factor, isMalformed } = guess;
  if (isMalformed || factor === undefined) return undefined;
  const { token: invitationToken } = invitation;
  const body = { invitationToken, factorId: factor.id, code };
  const rule = () => model.calls.confirmInvitedFactor(holder, challenge, invitation, guess);
  return callOf("confirmInvitedFactor", holder, { params: { id: challenge.id }, body }, rule);
}

/** A sign-in that waits and an invitation, mostly of the same account. */
function drawGuest(
  world: World,
  draw: Draw,
): readonly [Challenge | undefined, Invitation | undefined] {
  const challenge = drawChallenge(world, draw, true);
  const own = world.invitations.filter(({ account }) => account === challenge?.account);
  const likely = mostly(draw) && own.length > 0 ? own : world.invitations;
  return [challenge, draw(newestFirst(likely))];
}
