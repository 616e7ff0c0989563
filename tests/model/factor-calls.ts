import { type Call, callOf } from "./call.ts";
import {
  type Draw,
  type DrawCall,
  drawFactor,
  drawSession,
  drawSessionOf,
  ofSession,
  type SessionHolder,
} from "./draws.ts";
import { type CodedGuess, drawGuess } from "./guesses.ts";
import type { Factor, SignInSetting } from "./reference-state.ts";
import { inAnyOrder } from "./reference-terms.ts";
import type { World } from "./world.ts";

const LABELS = ["Phone", "Tablet"] as const;

/** Authenticators, phones, recovery codes, and when they are asked for. */
export const FACTOR_CALLS = {
  getSecurity: ofSession(({ model }, holder, on) =>
    callOf(
      "getSecurity",
      holder,
      {},
      () => model.calls.getSecurity(on),
      (answer) => {
        const { twoFactor, signInSetting: setting, factors, recoveryCodes } = answer;
        return {
          isEnabled: twoFactor === "enabled",
          setting,
          factors: inAnyOrder(
            factors.map(({ id, label, status, isDefault, hint = "" }) => [
              id,
              label,
              status,
              isDefault,
              hint,
            ]),
          ),
          codes: recoveryCodes && [recoveryCodes.remaining, recoveryCodes.acknowledgedAt !== null],
        };
      },
    ),
  ),

  setSignInSetting(world, draw) {
    const holder = drawSession(world, draw);
    const value = draw(["off", "every_time", "once_per_device"] as const) ?? "off";
    return holder && settingOf(world, holder, value);
  },

  enrolTotp(world, draw) {
    const holder = drawSession(world, draw);
    return holder && enrolmentOf(world, holder, draw(LABELS) ?? LABELS[0]);
  },

  confirmFactor(world, draw) {
    const factor = drawFactor(world, draw, "pending");
    if (factor === undefined) return undefined;
    const { account, begunBy, kind, texts } = factor;
    const holder = drawSession(world, draw, "amr" in begunBy ? begunBy : undefined);
    const guess = drawGuess(world, draw, kind, { account, factor, texts });
    const endsOthers = draw([false, true]) === true;
    return holder && confirmationOf(world, holder, factor, guess, endsOthers);
  },

  changeFactor(world, draw) {
    return withFactor(world, draw, "active", (_, holder, factor) => {
      const label = draw([undefined, "Old phone"]);
      const isDefault = draw([true, false]) === true || label === undefined;
      const name = label === undefined ? {} : { label };
      const body = { ...name, ...(isDefault ? { isDefault: true as const } : {}) };
      const rule = () => world.model.calls.changeFactor(holder.session, factor, label, isDefault);
      return callOf("changeFactor", holder, { params: { id: factor.id }, body }, rule);
    });
  },

  removeFactor(world, draw) {
    const status = draw(["active", "active", "suspended", "pending", "awaiting_approval"] as const);
    return withFactor(world, draw, status, (_, holder, factor) => {
      const rule = () => world.model.calls.removeFactor(holder.session, factor);
      return callOf("removeFactor", holder, { params: { id: factor.id } }, rule);
    });
  },

  suspendFactor: (world, draw) => withFactor(world, draw, "active", suspensionOf),

  resumeFactor: (world, draw) => withFactor(world, draw, "suspended", resumptionOf),

  regenerateRecoveryCodes: ofSession(({ model }, holder, on) =>
    callOf("regenerateRecoveryCodes", holder, {}, () => model.calls.regenerateRecoveryCodes(on)),
  ),

  acknowledgeRecoveryCodes: ofSession(({ model }, holder, on) =>
    callOf("acknowledgeRecoveryCodes", holder, {}, () => model.calls.acknowledgeRecoveryCodes(on)),
  ),
} as const satisfies Readonly<Record<string, DrawCall>>;

export function settingOf({ model }: World, holder: SessionHolder, value: SignInSetting): Call {
  const rule = () => model.calls.setSignInSetting(holder.session, value);
  return callOf("setSignInSetting", holder, { body: { value } }, rule);
}

export function enrolmentOf({ model }: World, holder: SessionHolder, label: string): Call {
  const rule = () => model.calls.enrolTotp(holder.session, label);
  return callOf("enrolTotp", holder, { body: { label } }, rule);
}

export function suspensionOf({ model }: World, holder: SessionHolder, factor: Factor): Call {
  const rule = () => model.calls.suspendFactor(holder.session, factor);
  return callOf("suspendFactor", holder, { params: { id: factor.id } }, rule);
}

export function resumptionOf({ model }: World, holder: SessionHolder, factor: Factor): Call {
  const rule = () => model.calls.resumeFactor(holder.session, factor);
  return callOf("resumeFactor", holder, { params: { id: factor.id } }, rule);
}

/** Undefined for what is no code at all: that is tried where codes are answers. */
export function confirmationOf(
  { model }: World,
  holder: SessionHolder,
  factor: Factor,
  [guess, code]: CodedGuess,
  endOtherSessions: boolean,
): Call | undefined {
  if (guess.isMalformed) return undefined;
  const { session } = holder;
  const options = { params: { id: factor.id }, body: { code, endOtherSessions } };
  const rule = () => model.calls.confirmFactor(session, factor, guess, endOtherSessions);
  return callOf("confirmFactor", holder, options, rule);
}

function withFactor(
  world: World,
  draw: Draw,
  status: Factor["status"] = "active",
  make: (world: World, holder: SessionHolder, factor: Factor) => Call,
): Call | undefined {
  const factor = drawFactor(world, draw, status);
  const holder = factor && drawSessionOf(world, draw, factor.account);
  return holder && make(world, holder, factor);
}
