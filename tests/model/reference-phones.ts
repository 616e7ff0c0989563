import type {
  Account,
  Challenge,
  Factor,
  Guess,
  Holder,
  Made,
  Session,
  Texted,
  Trial,
} from "./reference-state.ts";
import {
  activeOf,
  DAY,
  GUESSES,
  HOUR,
  heldOf,
  isHeldBy,
  LANES,
  type Limits,
  MAX,
  MINUTE,
  ofKind,
  proved,
  when,
} from "./reference-terms.ts";

/** Of texts to a number, whoever asks for them, and of an account's, wherever they go. */
const TEXTS: Limits = [
  [5, HOUR],
  [10, DAY],
];
/** Of a number's, so many may be for adding it somewhere: its owner has to sign in with it. */
const ADDING_TEXTS: Limits = [
  [3, HOUR],
  [5, DAY],
];
/** After the first text to a number within an hour, the second, and every later one. */
const PAUSES = [30_000, 60_000, 120_000] as const;
/** Nobody's telephone has one that begins so. */
const PREMIUM = "+41900";

interface Rules {
  readonly nowMillis: number;
  isOver(trial: Trial): boolean;
  timesOf(what: string): readonly number[];
  isWithin(what: string, limits: Limits): boolean;
  take(what: string, limits: Limits): boolean;
  enrol(on: Session, kind: "sms", label: string, number: string): Factor;
}

/** The calls about phones alone. */
export function phoneCalls(model: Rules) {
  return {
    enrolSms: (on: Session, number: string, label: string) => {
      const held = ofKind(heldOf(on.account), "sms");
      return proved({}, () => {
        // Told to nobody who proves nothing: which number is there is not theirs to try out.
        const isThere = held.some((phone) => phone.number === number);
        if (isThere) return { code: "phone_already_added" };
        if (held.length >= MAX.phones) return { code: "too_many_factors" };
        const refusal = whyUntexted(model, on.account, number, [...TEXTS, ...ADDING_TEXTS]);
        if (refusal !== undefined) return refusal;
        const phone = model.enrol(on, "sms", label, number);
        return { factor: phone, ...send(model, phone, phone) };
      });
    },
    sendEnrolmentCode: (on: Session, phone: Factor) => {
      const { account, begunBy, number } = phone;
      const isOwn = begunBy === on && account.factors.includes(phone) && !model.isOver(phone);
      const limits = [...TEXTS, ...ADDING_TEXTS];
      return when(
        { not_found: !isOwn },
        () => whyUntexted(model, account, number, limits) ?? send(model, phone, phone),
      );
    },
    sendCode: (holder: Holder, on: Challenge, phone: Factor) => {
      const { account, kinds, session } = on;
      const isSpent = !model.isWithin(`${LANES.sms} of ${account.name}`, GUESSES[LANES.sms]);
      const isOwn = ofKind(activeOf(account), "sms").includes(phone);
      const reasons = {
        not_found: !isHeldBy(holder, on) || (kinds.includes("sms") && !isOwn),
        invalid_request: !kinds.includes("sms"),
        challenge_closed: model.isOver(on),
        // What could not be entered is not sent.
        too_many_attempts: isSpent || (session === undefined && account.isRetired),
      };
      return when(
        reasons,
        () => whyUntexted(model, account, phone.number, TEXTS) ?? send(model, phone, on),
      );
    },
  };
}

/** What a code comes to that was texted for this: each is good for it and for one phone alone. */
export function compareText(of: Texted, { factor, text }: Guess, nowMillis: number): string {
  const found = of.texts.findLast(({ phone, code }) => phone === factor && code === text);
  if (found === undefined) return "invalid_code";
  // Whoever had a newer one sent, or was too slow, guesses at nothing.
  return found === of.texts.at(-1) && nowMillis < found.expiresAt ? "ok" : "code_expired";
}

/** The code that works still, as the page is shown it that asks for no second one. */
export function viewText(model: Rules, { texts }: Challenge): unknown {
  const last = texts.at(-1);
  if (last?.phone.status !== "active" || model.nowMillis >= last.expiresAt) return null;
  if (!last.phone.account.factors.includes(last.phone)) return null;
  return { factorId: last.phone.id, ...viewSent(model, last.phone.number, last.expiresAt) };
}

/** Of the number only two digits. */
export function hintOf(number: string): string {
  return number.slice(-2);
}

function whyUntexted(
  model: Rules,
  account: Account,
  number: string,
  limits: Limits,
): Made | undefined {
  if (number.startsWith(PREMIUM)) return { code: "phone_not_supported" };
  const isPausing = !model.isWithin(toNumber(number), [[1, pauseOf(model, number)]]);
  const isNumberSpent = !model.isWithin(toNumber(number), limits);
  const isSpent = isPausing || isNumberSpent || !model.isWithin(ofAccount(account), TEXTS);
  return isSpent ? { code: "too_many_texts" } : undefined;
}

/** Sends a new code. What it is for lives on until it dies, half an hour at most. */
function send(model: Rules, phone: Factor, what: Texted): Made {
  const { nowMillis } = model;
  const { account, number } = phone;
  model.take(toNumber(number), TEXTS);
  model.take(ofAccount(account), TEXTS);
  const expiresAt = Math.min(nowMillis + 10 * MINUTE, what.begunAt + 30 * MINUTE);
  what.expiresAt = Math.max(what.expiresAt, expiresAt);
  const sent = { phone, expiresAt, code: "" };
  what.texts.push(sent);
  return { sent, shows: viewSent(model, number, expiresAt) };
}

function viewSent(model: Rules, number: string, expiresAt: number) {
  const newest = model.timesOf(toNumber(number)).at(-1) ?? 0;
  const waitMillis = newest + pauseOf(model, number) - model.nowMillis;
  return {
    hint: hintOf(number),
    expiresAt,
    resendAfter: Math.max(0, Math.ceil(waitMillis / 1000)),
  };
}

function pauseOf(model: Rules, number: string): number {
  const recent = model.timesOf(toNumber(number)).filter((at) => at > model.nowMillis - HOUR);
  return PAUSES[Math.min(Math.max(recent.length, 1), PAUSES.length) - 1] ?? 0;
}

function toNumber(number: string): string {
  return `texts to ${number}`;
}

function ofAccount({ name }: Account): string {
  return `texts of ${name}`;
}
