import { MAX_TRUSTED_DEVICES, type TrustedDevice } from "@twinlatch/verifier";
import { type Contest, NOW, subject } from "./contest.ts";

/** What is contested about trusted devices. */
export const DEVICE_CONTESTS = {
  deviceToken: {
    contestants: 25,
    winners: 1,
    prepare: ({ trustedDevices }, round) => trustedDevices.insert(deviceOf(round, "device")),
    attempt: ({ trustedDevices }, round, contestant) =>
      trustedDevices.rotate(subject(round), "device", {
        fromDigest: "secret",
        toDigest: contestant,
        salt: "salt",
        ip: "192.0.2.1",
        userAgent: "Agent/1",
        nowMillis: NOW,
      }),
  },
  deviceRemoval: {
    contestants: 25,
    winners: 1,
    prepare: ({ trustedDevices }, round) => trustedDevices.insert(deviceOf(round, "device")),
    attempt: ({ trustedDevices }, round) => trustedDevices.remove(subject(round), "device"),
  },
  devices: {
    contestants: 25,
    winners: 50,
    prepare: async () => undefined,
    // There is never a moment with more of them.
    attempt: async ({ trustedDevices }, round, contestant) => {
      await trustedDevices.insert(deviceOf(round, contestant));
      return (await trustedDevices.list(subject(round))).length <= MAX_TRUSTED_DEVICES;
    },
  },
} satisfies Record<string, Contest>;

function deviceOf(round: string, id: string): TrustedDevice {
  return {
    ...subject(round),
    id,
    seriesDigest: id,
    secretDigest: "secret",
    trustedAtMillis: NOW,
    usedAtMillis: NOW,
    ip: "192.0.2.1",
    userAgent: "Agent/1",
  };
}
