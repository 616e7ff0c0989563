import type { Widened } from "../catalogue.ts";
import type { invitationTexts } from "../en/invitation.ts";
import { comingMomentText, momentText } from "../time-text.ts";

const LOCALE = "de-DE";

/** What is read by two people who share an account, in German. */
export const germanInvitation: Widened<typeof invitationTexts> = {
  invitation: {
    title: "Eine zweite Person",
    intro:
      "Teilen Sie dieses Konto mit jemandem? Erstellen Sie einen Link: Mit dem Passwort des Kontos richtet die zweite Person eine eigene Authenticator-App ein, und Sie geben sie frei. Danach braucht niemand das Telefon des anderen.",
    create: "Link erstellen",
    linkTitle: "Geben Sie diesen Link der zweiten Person",
    linkText:
      "Er gilt einmal und 24 Stunden. Wir zeigen ihn nur jetzt. Die zweite Person braucht auch das Passwort des Kontos: Sagen Sie es auf einem anderen Weg.",
    copy: "Link kopieren",
    waiting: (expiresAt: string) =>
      `Ein Link wartet darauf, benutzt zu werden, bis ${comingMomentText(LOCALE, expiresAt)}.`,
    enrolled: (label: string, at: string, ip: string) =>
      `„${label}“ wurde von ${ip} aus eingerichtet (${momentText(LOCALE, at)}). Sie öffnet nichts, bis Sie sie freigeben.`,
    approve: "Freigeben",
    cancel: "Zurücknehmen",
    approvedToast: (label: string) => `Mit ${label} kann man sich jetzt anmelden`,
    cancelledToast: "Die Einladung ist zurückgenommen",
    screen: "Ihre Authenticator-App einrichten",
    signInTitle: "Sie sind eingeladen",
    signInText:
      "Melden Sie sich mit E-Mail und Passwort des Kontos an und richten Sie dann Ihre eigene Authenticator-App ein.",
    noLink:
      "Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal, oder bitten Sie um einen neuen.",
    over: "Dieser Link wurde benutzt, zurückgenommen oder ist abgelaufen. Bitten Sie um einen neuen.",
    notEnabled: "Dieses Konto hat keinen zweiten Schritt, also gibt es nichts einzurichten.",
    doneTitle: "Wartet auf Freigabe",
    done: (expiresAt: string) =>
      `Ihre App ist eingerichtet. Wer Sie eingeladen hat, kann sie bis ${comingMomentText(LOCALE, expiresAt)} freigeben; danach melden Sie sich mit ihren Codes an.`,
  },
};
