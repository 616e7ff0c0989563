import {
  additionOf,
  preferenceOf,
  proofOf,
  removalOf,
  renewalOf,
  resetOf,
} from "./account-calls.ts";
import { carryOut, enterPassword, rightCode } from "./carry-out.ts";
import { devicesOf, drawHeld, revocationOf } from "./device-calls.ts";
import {
  type Draw,
  drawFactor,
  drawSession,
  drawSessionOf,
  newestFirst,
  PASSWORDS,
} from "./draws.ts";
import {
  confirmationOf,
  enrolmentOf,
  resumptionOf,
  settingOf,
  suspensionOf,
} from "./factor-calls.ts";
import { type CodedGuess, drawGuess, drawText, rightTotp, wrongCode } from "./guesses.ts";
import {
  approvalOf,
  cancellationOf,
  guestConfirmationOf,
  guestEnrolmentOf,
  invitationOf,
} from "./invitation-calls.ts";
import { DELAYS, sendingOf, WAITS } from "./phone-calls.ts";
import type { Session } from "./reference-state.ts";
import { activeOf, isFull, ofKind } from "./reference-terms.ts";
import { completionOf, findingOf, replacementOf, withdrawalOf } from "./replacement-calls.ts";
import { answerOf, signInOf, signUpOf, verificationOf } from "./sign-in-calls.ts";
import type { World } from "./world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LONG_PAUSES = [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 60 * MINUTE, DAY];
const PAUSES = [30_000, 30_000, 30_000, 30_000, 1_000, 60_000, ...LONG_PAUSES];

/** Several calls as one person makes them; returns what it was about, undefined where it did not begin. */
export type Journey = (world: World, draw: Draw) => Promise<string | undefined>;

/** What single calls hardly ever come to by chance. Each of its calls is compared. */
export const JOURNEYS = {
  async timePasses(world, draw) {
    const millis = draw(PAUSES) ?? 0;
    world.advance(millis);
    return `${millis / 1000} s`;
  },

  async newcomer(world, draw) {
    const address = draw(world.addresses) ?? "";
    const password = draw(PASSWORDS) ?? PASSWORDS[0];
    const { signUp } = await world.make(signUpOf(world, address, password));
    if (signUp === undefined) return undefined;
    const { session } = await world.make(verificationOf(world, signUp, signUp.code));
    if (session !== undefined) await addAuthenticator(world, draw, session);
    return address;
  },

  async anotherAuthenticator(world, draw) {
    const holder = drawSession(world, draw);
    return holder && addAuthenticator(world, draw, holder.session);
  },

  /** The password, and then a code of the factor or a recovery code. */
  async comeBack(world, draw) {
    const factor = drawFactor(world, draw, "active");
    const challenge = factor && (await enterPassword(world, factor));
    if (factor === undefined || challenge === undefined) return undefined;
    const { account, texts } = challenge;
    const holder = { ticketOf: challenge };
    const kind = draw([factor.kind, factor.kind, "recovery_code"] as const) ?? factor.kind;
    for (const pause of kind === "sms" ? (draw(WAITS) ?? []) : []) {
      world.advance(pause);
      await world.make(sendingOf(world, holder, challenge, factor));
    }
    if (kind === "sms") world.advance(draw(DELAYS) ?? 0);
    const guess = drawGuess(world, draw, kind, { account, factor, texts });
    await world.make(answerOf(world, holder, challenge, guess));
    return `${account.name} with ${guess[1]}`;
  },

  /** Five wrong codes for each of some sign-ins: what the budget of an account is for. */
  async guess(world, draw) {
    const factor = drawFactor(world, draw, "active");
    const challenges = draw([1, 2, 2]) ?? 1;
    for (let each = 0; each < challenges; each += 1) {
      const challenge = factor && (await enterPassword(world, factor));
      if (factor === undefined || challenge === undefined) return undefined;
      const named = draw(activeOf(challenge.account)) ?? factor;
      for (let tries = 0; tries < 5; tries += 1) {
        const guess = wrongCode(world, named, challenge);
        await world.make(answerOf(world, { ticketOf: challenge }, challenge, guess));
      }
    }
    return factor?.account.name;
  },

  /** Lays an authenticator aside, and takes it up again by means of another. */
  async changePhones(world, draw) {
    const holder = drawSession(world, draw);
    if (holder === undefined) return undefined;
    const { account } = holder.session;
    if (activeOf(account).length === 1) await addAuthenticator(world, draw, holder.session);
    const [first, second] = activeOf(account);
    const factor = draw([second, second, first]);
    if (factor === undefined) return undefined;
    const suspended = await carryOut(world, draw, suspensionOf(world, holder, factor));
    if (suspended === undefined) return factor.id;
    await carryOut(world, draw, resumptionOf(world, holder, factor));
    return factor.id;
  },

  async inviteSomebody(world, draw) {
    const inviter = drawSession(world, draw);
    if (inviter === undefined) return undefined;
    const isAdding = draw([false, false, true]) === true;
    const adding = isAdding ? enrolmentOf(world, inviter, "Tablet") : undefined;
    const own = (await carryOut(world, draw, adding))?.factor;
    const made = await carryOut(world, draw, invitationOf(world, inviter));
    const { invitation } = made ?? {};
    const challenge = invitation && (await enterPassword(world, invitation));
    if (invitation === undefined || challenge === undefined) return undefined;
    const guest = { ticketOf: challenge };
    const call = guestEnrolmentOf(world, guest, challenge, invitation);
    const { factor } = await world.make(call);
    if (factor === undefined) return invitation.id;
    const guess = rightTotp(world, factor);
    await carryOut(world, draw, guestConfirmationOf(world, guest, challenge, invitation, guess));
    const holder = drawSessionOf(world, draw, invitation.account);
    const settle = draw([approvalOf, approvalOf, cancellationOf, undefined]);
    if (holder && settle) await carryOut(world, draw, settle(world, holder, invitation));
    const last = own && confirmationOf(world, inviter, own, rightTotp(world, own), false);
    await carryOut(world, draw, last);
    return invitation.id;
  },

  /** Asks, waits for a day, comes back with the password and the browser that asked. */
  async loseTheKey(world, draw) {
    const full = newestFirst(world.sessions).filter(isFull);
    const holder = drawSession(world, draw, full[0]);
    const factor = holder && draw(ofKind(activeOf(holder.session.account), "totp"));
    if (holder === undefined || factor === undefined) return undefined;
    const asked = await carryOut(world, draw, replacementOf(world, holder, factor));
    const { replacement } = asked ?? {};
    if (replacement === undefined) return undefined;
    const millis = draw([DAY, DAY, DAY - MINUTE, 4 * DAY, undefined, undefined]);
    if (millis === undefined) {
      await carryOut(world, draw, withdrawalOf(world, holder));
      return factor.id;
    }
    world.advance(millis);
    const challenge = await enterPassword(world, factor);
    if (challenge === undefined) return factor.id;
    await world.make(findingOf(world, challenge, replacement));
    const { session } = await world.make(completionOf(world, challenge, replacement));
    if (session !== undefined) await addAuthenticator(world, draw, session);
    return factor.id;
  },

  /** Chooses to be asked once per device, trusts one, and comes back on it or with a copy of it. */
  async trustADevice(world, draw) {
    const factor = drawFactor(world, draw, "active");
    const chooser = factor && drawSessionOf(world, draw, factor.account);
    if (factor === undefined || chooser === undefined) return undefined;
    const { account } = factor;
    await carryOut(world, draw, settingOf(world, chooser, "once_per_device"));
    world.advance(30_000);
    const challenge = await enterPassword(world, factor);
    if (challenge === undefined) return account.name;
    const right = await rightCode(world, { ticketOf: challenge }, challenge, factor);
    if (right === undefined) return account.name;
    const [guess, code] = right;
    const answer: CodedGuess = [{ ...guess, trusts: true }, code];
    const made = await world.make(answerOf(world, { ticketOf: challenge }, challenge, answer));
    const { device, session } = made;
    if (device === undefined || session === undefined) return account.name;
    await world.make(devicesOf(world, { session }));
    const [email] = account.emails;
    for (const pause of draw([[0], [0, 0], [0, 30_000, 0], [30 * DAY]]) ?? []) {
      world.advance(pause);
      const held = drawHeld(draw, device);
      if (email) await world.make(signInOf(world, email.address, account.password, held));
    }
    const holder = drawSessionOf(world, draw, account);
    const isRevoked = draw([true, false]) === true;
    if (holder && isRevoked) await world.make(revocationOf(world, holder, device));
    return account.name;
  },

  async addAddress(world, draw) {
    const holder = drawSession(world, draw);
    const [first, second, third, ...more] = world.addresses;
    const address = draw([...more, ...more, first, second, third]) ?? "";
    const made = holder && (await carryOut(world, draw, additionOf(world, holder, address)));
    const { addition } = made ?? {};
    if (holder === undefined || addition === undefined) return undefined;
    const code = drawText(draw, addition.code, "000000");
    const { email } = await world.make(proofOf(world, holder, addition, code));
    const change = draw([preferenceOf, removalOf, removalOf, undefined]);
    if (email && change) await carryOut(world, draw, change(world, holder, email));
    return address;
  },

  async forgetThePassword(world, draw) {
    const address = draw(world.addresses) ?? "";
    const { reset } = await world.make(resetOf(world, address));
    if (reset === undefined) return address;
    await world.make(renewalOf(world, reset, draw(PASSWORDS) ?? PASSWORDS[0]));
    return address;
  },
} as const satisfies Readonly<Record<string, Journey>>;

async function addAuthenticator(world: World, draw: Draw, session: Session): Promise<string> {
  const { account } = session;
  const enrolled = await carryOut(world, draw, enrolmentOf(world, { session }, "Phone"));
  const { factor } = enrolled ?? {};
  if (factor === undefined) return account.name;
  const guess = rightTotp(world, factor);
  const endsOthers = draw([false, false, true]) === true;
  await carryOut(world, draw, confirmationOf(world, { session }, factor, guess, endsOthers));
  return account.name;
}
