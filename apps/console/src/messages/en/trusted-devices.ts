import { dateText } from "../time-text.ts";

const LOCALE = "en-GB";

/** What is read about devices that are trusted. */
export const trustedDeviceTexts = {
  trustedDevices: {
    box: "Trust this device for 30 days",
    boxHint:
      "You will not be asked for a second step in this browser. Do not use on shared computers.",
    whyNoCode: "No second step: this is a trusted device.",
    manage: "Manage",
    title: "Trusted devices",
    intro: "On these devices your password is enough to sign in. Changes here still need a code.",
    empty: "No trusted devices. Tick “Trust this device” at your next second step to add one.",
    until: (at: string) => `Trusted until ${dateText(LOCALE, at)}`,
    stop: "Stop trusting",
    stopLabel: (device: string) => `Stop trusting ${device}`,
    stopAll: "Stop trusting all devices",
    stoppedToast: (device: string) => `${device} is not trusted any more`,
    allStoppedToast: "No device is trusted any more",
  },
} as const;
