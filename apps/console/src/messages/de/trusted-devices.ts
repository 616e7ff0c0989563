import type { Widened } from "../catalogue.ts";
import type { trustedDeviceTexts } from "../en/trusted-devices.ts";
import { dateText } from "../time-text.ts";

const LOCALE = "de-DE";

/** What is read about devices that are trusted, in German. */
export const germanTrustedDevices: Widened<typeof trustedDeviceTexts> = {
  trustedDevices: {
    box: "Diesem Gerät 30 Tage lang vertrauen",
    boxHint:
      "In diesem Browser werden Sie nicht mehr nach dem zweiten Schritt gefragt. Nicht an gemeinsam benutzten Computern.",
    whyNoCode: "Kein zweiter Schritt: Dies ist ein vertrauenswürdiges Gerät.",
    manage: "Verwalten",
    title: "Vertrauenswürdige Geräte",
    intro:
      "Auf diesen Geräten genügt zum Anmelden Ihr Passwort. Änderungen hier brauchen weiterhin einen Code.",
    empty:
      "Keine vertrauenswürdigen Geräte. Wählen Sie bei Ihrem nächsten zweiten Schritt „Diesem Gerät 30 Tage lang vertrauen“, um eines hinzuzufügen.",
    until: (at: string) => `Vertrauenswürdig bis ${dateText(LOCALE, at)}`,
    stop: "Nicht mehr vertrauen",
    stopLabel: (device: string) => `${device} nicht mehr vertrauen`,
    stopAll: "Keinem Gerät mehr vertrauen",
    stoppedToast: (device: string) => `${device} gilt nicht mehr als vertrauenswürdig`,
    allStoppedToast: "Kein Gerät gilt mehr als vertrauenswürdig",
  },
};
