import { carryOut, enterPassword } from "./carry-out.ts";
import { drawFactor, drawSession, newestFirst } from "./draws.ts";
import { confirmationOf, enrolmentOf, settingOf } from "./factor-calls.ts";
import { drawGuess, rightText, rightTotp, wrongCode } from "./guesses.ts";
import type { Journey } from "./journeys.ts";
import { additionOf, DELAYS, resendingOf, WAITS } from "./phone-calls.ts";
import { answerOf } from "./sign-in-calls.ts";

/** Several calls about phones as one person makes them. */
export const PHONE_JOURNEYS = {
  /** Adds a phone, has another code sent where it takes long, and mostly chooses to be asked for one. */
  async addAPhone(world, draw) {
    const holder = drawSession(world, draw);
    const number = draw(world.numbers) ?? "";
    const begun = holder && (await carryOut(world, draw, additionOf(world, holder, number)));
    const { factor } = begun ?? {};
    if (holder === undefined || factor === undefined) return undefined;
    const confirm = (guess: ReturnType<typeof drawGuess>) =>
      carryOut(world, draw, confirmationOf(world, holder, factor, guess, false));
    const wrongs = draw([0, 0, 0, 0, 1, 4, 5]) ?? 0;
    for (let tries = 0; tries < wrongs; tries += 1) {
      await confirm(wrongCode(world, factor, factor));
    }
    for (const pause of draw([[], [], [], ...WAITS]) ?? []) {
      world.advance(pause);
      await world.make(resendingOf(world, holder, factor));
    }
    world.advance(draw(DELAYS) ?? 0);
    await confirm(drawGuess(world, draw, "sms", { ...factor, factor }));
    const value = draw(["every_time", "every_time", "once_per_device", undefined] as const);
    if (value) await carryOut(world, draw, settingOf(world, holder, value));
    return number;
  },

  /** Comes back with a recovery code, which is good for one new factor, and tries to add two. */
  async loseThePhone(world, draw) {
    const lost = drawFactor(world, draw, "active");
    const challenge = lost && (await enterPassword(world, lost));
    if (challenge === undefined) return undefined;
    const { account } = challenge;
    const guess = drawGuess(world, draw, "recovery_code", { ...challenge, factor: lost });
    const ticketed = { ticketOf: challenge };
    const { session } = await world.make(answerOf(world, ticketed, challenge, guess));
    if (session === undefined) return account.name;
    const number = draw(newestFirst(world.numbers)) ?? "";
    const app = await world.make(enrolmentOf(world, { session }, "Phone"));
    const phone = await world.make(additionOf(world, { session }, number));
    const begun = [app.factor, phone.factor].filter((factor) => factor !== undefined);
    for (const factor of draw([begun, begun.toReversed()]) ?? []) {
      const [sent] = factor.texts;
      const right = sent === undefined ? rightTotp(world, factor) : rightText(sent);
      await carryOut(world, draw, confirmationOf(world, { session }, factor, right, false));
    }
    return account.name;
  },
} as const satisfies Readonly<Record<string, Journey>>;
