import { type Call, callOf } from "./call.ts";
import {
  type Draw,
  type DrawCall,
  drawSessionOf,
  newestFirst,
  ofSession,
  type SessionHolder,
} from "./draws.ts";
import type { Device, Held } from "./reference-state.ts";
import { inAnyOrder } from "./reference-terms.ts";
import type { World } from "./world.ts";

/** Devices that need no second step. */
export const DEVICE_CALLS = {
  listTrustedDevices: ofSession(devicesOf),

  revokeTrustedDevice(world, draw) {
    const device = draw(newestFirst(world.devices));
    const holder = device && drawSessionOf(world, draw, device.account);
    return holder && device.id !== "" ? revocationOf(world, holder, device) : undefined;
  },

  revokeAllTrustedDevices: ofSession(({ model }, holder, on) =>
    callOf("revokeAllTrustedDevices", holder, {}, () => model.calls.revokeAllTrustedDevices(on)),
  ),
} as const satisfies Readonly<Record<string, DrawCall>>;

/** Tells the id of a device that was just trusted: its answer does not. */
export function devicesOf({ model, devices }: World, holder: SessionHolder): Call {
  const { session } = holder;
  const rule = () => model.calls.listTrustedDevices(session);
  return callOf("listTrustedDevices", holder, {}, rule, ({ trustedDevices }) => {
    const ids = trustedDevices.map(({ id }) => id);
    const isNew = (id: string) => devices.every((device) => device.id !== id);
    const nameless = session.account.devices.find(({ id }) => id === "");
    if (nameless !== undefined) nameless.id = ids.find(isNew) ?? "";
    return inAnyOrder(ids);
  });
}

export function revocationOf({ model }: World, holder: SessionHolder, device: Device): Call {
  const rule = () => model.calls.revokeTrustedDevice(holder.session, device);
  return callOf("revokeTrustedDevice", holder, { params: { id: device.id } }, rule);
}

/** What somebody holds of a device: mostly the newest token, sometimes one that was replaced. */
export function drawHeld(draw: Draw, device: Device | undefined): Held | undefined {
  if (device === undefined || device.tokens.length === 0) return undefined;
  const age = draw([0, 0, 0, 0, 1, 1, 2]) ?? 0;
  return { device, age: Math.min(age, device.tokens.length - 1) };
}
