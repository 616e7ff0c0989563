import type { Widened } from "../catalogue.ts";
import type { passwordResetTexts } from "../en/password-reset.ts";

/** What is read by who has forgotten the password, in German. */
export const germanPasswordReset: Widened<typeof passwordResetTexts> = {
  passwordReset: {
    forgot: "Passwort vergessen?",
    screen: "Passwort vergessen",
    title: "Neues Passwort wählen",
    intro:
      "Geben Sie Ihre E-Mail-Adresse ein. Wir schicken Ihnen einen Link, um ein neues Passwort zu wählen.",
    send: "Link senden",
    sentTitle: "Sehen Sie in Ihre E-Mails",
    sent: (email) =>
      `Wenn ${email} ein Konto hat, haben wir einen Link dorthin geschickt. Er gilt einmal, 30 Minuten lang.`,
    notReceived: "Nach einer Minute noch keine E-Mail? Sehen Sie im Spam-Ordner nach, oder:",
    newTitle: "Neues Passwort wählen",
    newIntro:
      "Alle Ihre Geräte werden abgemeldet. Die Zwei-Faktor-Authentisierung bleibt, wie sie ist: Halten Sie beim Anmelden Ihren Code bereit.",
    newPassword: "Neues Passwort",
    save: "Passwort speichern",
    ended:
      "Dieser Link ist abgelaufen, wurde schon benutzt oder ist nicht der neueste. Fordern Sie einen neuen an.",
    noToken: "Öffnen Sie den Link aus der E-Mail noch einmal, oder fordern Sie einen neuen an.",
    askAgain: "Neuen Link anfordern",
    backToSignIn: "Zurück zur Anmeldung",
  },
};
