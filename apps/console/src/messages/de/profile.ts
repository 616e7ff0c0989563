import type { Widened } from "../catalogue.ts";
import type { profileTexts } from "../en/profile.ts";

/** What is read about one's addresses, one's password, and deleting the account, in German. */
export const germanProfile: Widened<typeof profileTexts> = {
  profile: {
    title: "Konto",
    retiredTitle: "Ein neues Passwort wählen",
    retiredText:
      "Jemand anderes hat Ihr richtiges Passwort eingegeben und danach immer wieder falsche Codes. Niemand kam hinein, aber das Passwort ist kein Geheimnis mehr. Wählen Sie ein neues, um fortzufahren.",
    retiredInRecovery:
      "Sie haben sich mit einem Wiederherstellungscode angemeldet; hier erlaubt er kein neues Passwort. Lassen Sie sich einen Link schicken und wählen Sie es dort. Melden Sie sich dann damit und mit einem anderen Wiederherstellungscode an, und fügen Sie eine neue Authenticator-App hinzu.",
    resetByMail: "Link schicken",
    emailsTitle: "E-Mail-Adressen",
    emailsIntro:
      "Sie können sich mit jeder davon anmelden. Nachrichten zur Sicherheit Ihres Kontos gehen an alle.",
    primary: "Hauptadresse",
    added: (date) => `Hinzugefügt am ${date}`,
    waiting: "Wartet auf den Code, den wir dorthin geschickt haben",
    enterCode: "Code eingeben",
    enterCodeFor: (email) => `Den an ${email} geschickten Code eingeben`,
    addEmail: "E-Mail-Adresse hinzufügen",
    addEmailTitle: "E-Mail-Adresse hinzufügen",
    addEmailText: "Wir schicken einen Code dorthin, um sicher zu sein, dass sie Ihnen gehört.",
    sendCode: "Code senden",
    codeTitle: "Sehen Sie in Ihre E-Mails",
    codeText: (email) =>
      `Wir haben eine E-Mail an ${email} geschickt. Geben Sie den 6-stelligen Code daraus ein; er gilt 10 Minuten.`,
    codeWrong:
      "Dieser Code ist nicht richtig. Sehen Sie in der E-Mail nach und versuchen Sie es noch einmal",
    codeEnded:
      "Der Code ist abgelaufen oder war zu oft falsch. Fügen Sie die Adresse noch einmal hinzu, um einen neuen zu bekommen",
    addedToast: (email) => `${email} wurde hinzugefügt`,
    more: (email) => `Mehr zu ${email}`,
    makePrimary: "Zur Hauptadresse machen",
    primaryToast: (email) => `${email} ist jetzt die Hauptadresse`,
    remove: "Entfernen",
    removeTitle: (email) => `${email} entfernen?`,
    removeText:
      "Sie können sich damit nicht mehr anmelden. Wir schreiben auch dieser Adresse, dass sie entfernt wurde.",
    removedToast: (email) => `${email} wurde entfernt`,

    passwordTitle: "Passwort",
    passwordText:
      "Wenn Sie es ändern, werden alle Ihre anderen Geräte abgemeldet. Die Zwei-Faktor-Authentisierung bleibt, wie sie ist.",
    changePassword: "Passwort ändern",
    changePasswordTitle: "Passwort ändern",
    newPassword: "Neues Passwort",
    newCodesToo: "Auch neue Wiederherstellungscodes erstellen",
    newCodesTooHint: "Ihre alten Codes gelten sofort nicht mehr. Ein Code bestätigt beides.",
    codesNotMade:
      "Es wurden keine neuen Wiederherstellungscodes erstellt. Erstellen Sie sie unter Sicherheit",
    changedToast: "Das Passwort wurde geändert. Ihre anderen Geräte wurden abgemeldet.",

    deleteTitle: "Konto löschen",
    deleteText:
      "Ihr Konto wird mit allem darin gelöscht, sofort und endgültig. Niemand kann es wiederherstellen.",
    deleteAccount: "Konto löschen",
    deleteConfirmTitle: "Konto endgültig löschen?",
    deleteConfirmText:
      "Ihre Authenticator-Apps, Wiederherstellungscodes, Adressen und Sitzungen werden mit gelöscht. Niemand kann sie wiederherstellen.",
    deleteType: (email) => `Geben Sie zur Bestätigung ${email} ein`,
    deleteMismatch: (email) => `Das ist nicht ${email}`,
    deleteForGood: "Endgültig löschen",
  },
};
