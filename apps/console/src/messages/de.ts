import type { Messages } from "./catalogue.ts";
import { germanAccount } from "./de/account.ts";
import { germanActivity } from "./de/activity.ts";
import { germanEntry } from "./de/entry.ts";
import { germanInvitation } from "./de/invitation.ts";
import { germanPasswordReset } from "./de/password-reset.ts";
import { germanProfile } from "./de/profile.ts";
import { germanSms } from "./de/sms.ts";
import { germanTrustedDevices } from "./de/trusted-devices.ts";
import { clockText, dateText, durationText, momentText } from "./time-text.ts";

const LOCALE = "de-DE";

/** Every visible text of the console in German. */
export const german: Messages = {
  ...germanEntry,
  ...germanAccount,
  ...germanPasswordReset,
  ...germanInvitation,
  ...germanProfile,
  ...germanSms,
  ...germanActivity,
  ...germanTrustedDevices,
  time: {
    date: (at) => dateText(LOCALE, at),
    clock: (atMillis) => clockText(LOCALE, atMillis),
    moment: (at) => momentText(LOCALE, at),
    wait: (seconds) => durationText(LOCALE, seconds),
  },
};
