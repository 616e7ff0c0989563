import { endpoints } from "@twinlatch/api-contract";
import { ACCOUNT_CALLS } from "./account-calls.ts";
import { carryOut } from "./carry-out.ts";
import { DEVICE_CALLS } from "./device-calls.ts";
import { type DrawCall, drawProof } from "./draws.ts";
import { FACTOR_CALLS } from "./factor-calls.ts";
import { INVITATION_CALLS } from "./invitation-calls.ts";
import { JOURNEYS, type Journey } from "./journeys.ts";
import { PHONE_CALLS } from "./phone-calls.ts";
import { PHONE_JOURNEYS } from "./phone-journeys.ts";
import { REPLACEMENT_CALLS } from "./replacement-calls.ts";
import { SIGN_IN_CALLS } from "./sign-in-calls.ts";

/** Every call of the contract, and the operator's: one without a line here does not compile. */
export const PUBLIC_CALLS = {
  ...SIGN_IN_CALLS,
  ...FACTOR_CALLS,
  ...PHONE_CALLS,
  ...DEVICE_CALLS,
  ...INVITATION_CALLS,
  ...REPLACEMENT_CALLS,
  ...ACCOUNT_CALLS,
} as const satisfies Readonly<Record<keyof typeof endpoints | "openBreakGlass", DrawCall>>;

/** What sequences are made of: single calls, and several as one person makes them. */
export const COMMANDS: Readonly<Record<string, Journey>> = {
  ...JOURNEYS,
  ...PHONE_JOURNEYS,
  ...Object.fromEntries(Object.entries(PUBLIC_CALLS).map(([name, make]) => [name, tried(make)])),
};

/** One call; where it can need a proof, with the proof it needs, or with any that was ever given. */
function tried(drawCall: DrawCall): Journey {
  return async (world, draw) => {
    const call = await drawCall(world, draw);
    if (call === undefined) return undefined;
    const { holder, act } = call;
    const isCarriedOut = draw([true, false]) === true;
    if (!needsProof(act.name)) await world.make(call);
    else if (isCarriedOut) await carryOut(world, draw, call);
    else await world.make(call, drawProof(world, draw, call));
    return `${act.target} ${act.body} of ${holder.session?.account.name ?? "nobody"}`;
  };
}

function needsProof(name: string): boolean {
  return Object.entries(endpoints).some(([each, { proof }]) => each === name && proof !== "none");
}
