import type { Account, Device, Held, Session } from "./reference-state.ts";
import { DAY, inAnyOrder, shows, when } from "./reference-terms.ts";

const MAX_DEVICES = 10;
const LIFE = 30 * DAY;
const GRACE = 10_000;

/** What a sign-in comes to by what the device holds: signed in, or asked; and all is over after a theft. */
export type Trust = "trusted" | "stolen" | "none";

/** The calls about devices that need no second step. */
export function deviceCalls(model: { readonly nowMillis: number }) {
  return {
    listTrustedDevices: ({ account }: Session) =>
      shows(() => inAnyOrder(liveDevices(account, model.nowMillis).map(({ id }) => id))),
    revokeTrustedDevice: ({ account }: Session, device: Device) =>
      when({ not_found: !account.devices.includes(device) }, () => {
        account.devices = account.devices.filter((each) => each !== device);
      }),
    revokeAllTrustedDevices: ({ account }: Session) => when({}, () => distrust(account)),
  };
}

/** Whether a device can stand in for the second step at all: chosen so, and nothing speaks against it. */
export function mayTrust(account: Account, nowMillis: number): boolean {
  const { completedAt = -DAY } = account.replacement ?? {};
  const isHeld = nowMillis < completedAt + DAY;
  return account.setting === "once_per_device" && !account.isRetired && !isHeld;
}

export function trustOf(account: Account, held: Held | undefined, nowMillis: number): Trust {
  if (held === undefined || !mayTrust(account, nowMillis)) return "none";
  const { device, age } = held;
  if (!liveDevices(account, nowMillis).includes(device)) return "none";
  if (age === 0 || (age === 1 && nowMillis - device.usedAt < GRACE)) return "trusted";
  return "stolen";
}

/** One more, and the one trusted longest ago makes room. */
export function trust(account: Account, nowMillis: number): Device {
  const device = { account, trustedAt: nowMillis, usedAt: nowMillis, tokens: [], id: "" };
  account.devices = [...account.devices, device].slice(-MAX_DEVICES);
  return device;
}

export function distrust(account: Account): undefined {
  account.devices = [];
}

function liveDevices({ devices }: Account, nowMillis: number): readonly Device[] {
  return devices.filter(({ trustedAt }) => nowMillis < trustedAt + LIFE);
}
