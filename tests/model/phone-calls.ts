import type { SentCode } from "@twinlatch/api-contract";
import { type Call, callOf } from "./call.ts";
import {
  type DrawCall,
  drawAnswerer,
  drawChallenge,
  drawFactor,
  drawSession,
  mostly,
  newestFirst,
  type SessionHolder,
} from "./draws.ts";
import type { Challenge, Factor, Holder } from "./reference-state.ts";
import { MINUTE, ofKind } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Adding phones, and asking for codes. */
export const PHONE_CALLS = {
  enrolSms(world, draw) {
    const holder = drawSession(world, draw);
    const number = draw([...world.numbers, ...world.numbers, PREMIUM_NUMBER]) ?? "";
    return holder && additionOf(world, holder, number);
  },

  sendEnrolmentCode(world, draw) {
    const phone = drawFactor(world, draw, "pending", "sms");
    if (phone === undefined) return undefined;
    const { begunBy } = phone;
    const holder = drawSession(world, draw, "amr" in begunBy ? begunBy : undefined);
    return holder && resendingOf(world, holder, phone, draw(CHANNELS));
  },

  sendCode(world, draw) {
    const texted = newestFirst(world.challenges).filter(({ kinds }) => kinds.includes("sms"));
    const likely = texted.filter((each) => !world.model.isOver(each));
    const isLikely = mostly(draw) && likely.length > 0;
    const challenge = isLikely ? draw(likely) : drawChallenge(world, draw);
    if (challenge === undefined) return undefined;
    const { factors } = challenge.account;
    const own = newestFirst(ofKind(factors, "sms"));
    const phone = draw([...own, ...own, ...own, ...factors, ...world.factors]);
    const holder = drawAnswerer(world, draw, challenge);
    return phone && sendingOf(world, holder, challenge, phone, draw(CHANNELS));
  },
} as const satisfies Readonly<Record<string, DrawCall>>;

type Channel = (typeof CHANNELS)[number];

/** Nobody is texted there. */
const PREMIUM_NUMBER = "+41900123456";
const CHANNELS = ["sms", "sms", "sms", "voice"] as const;

/** Before each code that somebody asks for. */
export const WAITS = [
  [2 * MINUTE],
  [2 * MINUTE, 2 * MINUTE],
  [2 * MINUTE, 2 * MINUTE],
  [30_000, 30_000],
  [60_000, 0],
  [9 * MINUTE, 9 * MINUTE, 9 * MINUTE],
];
/** Before the code that came is entered. */
export const DELAYS = [0, 0, 0, 0, 10 * MINUTE] as const;

export function additionOf({ model }: World, holder: SessionHolder, phone: string): Call {
  const label = `Ends in ${phone.slice(-2)}`;
  const rule = () => model.calls.enrolSms(holder.session, phone, label);
  return callOf("enrolSms", holder, { body: { phone, label } }, rule, seen);
}

export function resendingOf(
  { model }: World,
  holder: SessionHolder,
  phone: Factor,
  channel: Channel = "sms",
): Call {
  const rule = () => model.calls.sendEnrolmentCode(holder.session, phone);
  const options = { params: { id: phone.id }, body: { channel } };
  return callOf("sendEnrolmentCode", holder, options, rule, seen);
}

export function sendingOf(
  { model }: World,
  holder: Holder,
  challenge: Challenge,
  phone: Factor,
  channel: Channel = "sms",
): Call {
  const rule = () => model.calls.sendCode(holder, challenge, phone);
  const options = { params: { id: challenge.id }, body: { factorId: phone.id, channel } };
  return callOf("sendCode", holder, options, rule, seen);
}

/** What is told of a code on its way. */
export function seen({ hint, expiresAt, resendAfter }: SentCode) {
  return { hint, expiresAt: Date.parse(expiresAt), resendAfter };
}
