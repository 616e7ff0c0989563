import type { Widened } from "../catalogue.ts";
import type { entryTexts } from "../en/entry.ts";
import { comingMomentText } from "../time-text.ts";

const LOCALE = "de-DE";

// Die Wörter stehen fest: Zwei-Faktor-Authentisierung, zweiter Schritt, Authenticator-App,
// Wiederherstellungscode, Einrichtungsschlüssel; aktivieren und deaktivieren, hinzufügen und entfernen.

/** What is read before one is signed in, and on every page. */
export const germanEntry: Widened<typeof entryTexts> = {
  common: {
    cancel: "Abbrechen",
    back: "Zurück",
    continue: "Weiter",
    confirm: "Bestätigen",
    done: "Fertig",
    save: "Speichern",
    show: "Anzeigen",
    copied: "Kopiert",
    copyFailed: "Das Kopieren ist misslungen. Markieren Sie den Text und kopieren Sie ihn selbst.",
    dismiss: "Schließen",
    loading: "Wird geladen …",
    tryAgain: "Noch einmal versuchen",
    loadFailed: "Das konnte nicht geladen werden.",
    partMissing:
      "Das konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Hilft das nicht, laden Sie die Seite neu.",
    otherWay: "Anderen Weg benutzen",
    startAgain: "Von vorn beginnen",
    errorTitle: (title: string) => `Fehler: ${title}`,
    title: (screen: string, product: string) => `${screen} – ${product}`,
    skipToContent: "Zum Inhalt springen",
    help: "Hilfe",
    language: "Sprache",
  },

  fault: {
    title: "Etwas ist schiefgegangen",
    text: "Die Seite konnte nicht angezeigt werden. Nichts Gespeichertes ist verloren.",
    reload: "Seite neu laden",
  },

  notFound: {
    title: "Seite nicht gefunden",
    text: "Unter dieser Adresse gibt es nichts.",
    home: "Zur Startseite",
  },

  code: {
    label: "6-stelliger Code",
    empty: "Geben Sie den 6-stelligen Code ein",
    length: "Der Code muss aus 6 Ziffern bestehen",
    characters: "Der Code muss aus 6 Ziffern bestehen, wie 123456",
    wrong:
      "Dieser Code stimmt nicht. Sehen Sie in Ihrer Authenticator-App nach und versuchen Sie es noch einmal",
    wrongText:
      "Dieser Code stimmt nicht. Sehen Sie in der Textnachricht (SMS) nach und versuchen Sie es noch einmal",
    used: "Dieser Code wurde schon benutzt. Warten Sie auf den nächsten",
    expired: "Dieser Code ist abgelaufen. Fordern Sie einen neuen an",
    clock:
      "Die Codes Ihrer App gehen nach oder vor. Stellen Sie die Uhr Ihres Telefons auf automatisch und versuchen Sie es noch einmal",
    nextIn: (seconds: number) =>
      `Nächster Code in etwa ${seconds} ${seconds === 1 ? "Sekunde" : "Sekunden"}.`,
    nextUpdate: "Aktualisieren",
  },

  recoveryCode: {
    label: "Wiederherstellungscode",
    hint: "Sieht aus wie 3-K7QF-2MXA-9T4W-PZ8C. Jeder Code gilt einmal.",
    empty: "Geben Sie einen Wiederherstellungscode ein",
    noNumber: "Geben Sie auch die Zahl davor ein, wie die 3 in 3-K7QF-2MXA-9T4W-PZ8C",
    wrong: "Dieser Wiederherstellungscode stimmt nicht oder wurde schon benutzt",
  },

  password: {
    label: "Passwort",
    empty: "Geben Sie Ihr Passwort ein",
    wrong: "Dieses Passwort stimmt nicht",
    tooShort: "Nehmen Sie mindestens 8 Zeichen",
    tooLong: "Nehmen Sie höchstens 256 Zeichen",
    refused: "Dieses Passwort ist zu leicht zu erraten. Wählen Sie ein anderes",
    advice: "Mindestens 8 Zeichen; 15 oder mehr sind besser, zum Beispiel einige Wörter.",
  },

  email: {
    label: "E-Mail",
    empty: "Geben Sie Ihre E-Mail-Adresse ein",
    invalid: "Geben Sie eine E-Mail-Adresse ein, wie ada@example.org",
  },

  problem: {
    tooMany: (wait: string) =>
      `Zu viele Versuche. Versuchen Sie es in ${wait} noch einmal oder benutzen Sie einen anderen Weg`,
    tooManyOnlyWay: (wait: string) => `Zu viele Versuche. Versuchen Sie es in ${wait} noch einmal`,
    soon: "einigen Minuten",
    offline:
      "Sie sind offline. Verbinden Sie sich mit dem Internet und versuchen Sie es noch einmal",
    unreachable: "Der Server ist nicht zu erreichen. Versuchen Sie es gleich noch einmal",
    unavailable:
      "Das geht im Moment nicht. Es wurde nichts geändert. Versuchen Sie es bald noch einmal",
    challengeClosed:
      "Das hat zu lange gedauert, oder es gab zu viele falsche Codes. Es wurde nichts geändert",
    passwordRetired: "Wählen Sie zuerst ein neues Passwort. Bis dahin geht nichts anderes",
    recoverySession:
      "Sie haben sich mit einem Wiederherstellungscode angemeldet; das genügt hierfür nicht. Innerhalb von 10 Minuten nach der Anmeldung können Sie das Verlorene stilllegen und etwas Neues hinzufügen, dessen Code den Rest erlaubt; später melden Sie sich mit einem weiteren Wiederherstellungscode an",
    signUpClosed: "Neue Konten sind hier nicht möglich",
    tooManyFactors:
      "Sie haben so viele davon, wie es geben kann. Entfernen Sie zuerst einen Eintrag",
    emailAlreadyAdded: "Ihr Konto hat diese Adresse schon",
    tooManyEmails: "Sie haben so viele Adressen, wie es geben kann. Entfernen Sie zuerst eine",
    lastEmail: "Das ist Ihre einzige Adresse. Fügen Sie zuerst eine andere hinzu",
    lastAdmin:
      "Sie verwalten diese Installation, und sonst niemand. Ihr Konto lässt sich nicht löschen",
    noFactor: "Fügen Sie zuerst einen Weg zu einem Code hinzu",
    fullSession: "Das braucht einen Browser, in dem Sie sich mit einem Code angemeldet haben",
    replacementWaiting: "Es wird schon eine App ersetzt. Sie können das auf dieser Seite abbrechen",
    requiredByPolicy:
      "Ihr Projekt verlangt die Zwei-Faktor-Authentisierung. Fügen Sie einen weiteren Weg zu einem Code hinzu, bevor dieser wegfällt",
    lastFactor:
      "Das ist der letzte Weg zu einem Code, der in Gebrauch ist. Fügen Sie zuerst einen weiteren hinzu, oder entfernen Sie die stillgelegten",
    actionsHeld: (wait: string) =>
      `Ihre Authenticator-App wurde vor Kurzem ersetzt. Zu Ihrer Sicherheit geht das erst in ${wait} wieder`,
    phoneAlreadyAdded: "Sie haben dieses Telefon schon",
    phoneNotSupported:
      "An solche Nummern können wir keine Codes senden. Nehmen Sie eine Mobilnummer oder eine Authenticator-App",
    countryNotSupported:
      "An Nummern in diesem Land können wir keine Textnachrichten senden. Benutzen Sie einen anderen Weg",
    countryNotTexted: (country: string) =>
      `An Nummern in diesem Land können wir keine Textnachrichten senden: ${country}. Benutzen Sie eine Authenticator-App`,
    tooManyTexts: (wait: string) =>
      `Wir können noch keinen neuen Code senden. Fordern Sie in ${wait} einen an oder benutzen Sie einen anderen Weg`,
    tooManyTextsOnlyWay: (wait: string) =>
      `Wir können noch keinen neuen Code senden. Fordern Sie in ${wait} einen an`,
    textUnavailable:
      "Wir können für dieses Projekt im Moment keine Textnachrichten senden. Benutzen Sie einen anderen Weg",
    textNotSent:
      "Die Textnachricht wurde vielleicht nicht gesendet. Wenn keine kommt, fordern Sie einen neuen Code an oder benutzen Sie einen anderen Weg",
    gone: "Das gibt es nicht mehr. Die Seite zeigt jetzt, was da ist",
    notApproved: "Das konnte nicht bestätigt werden. Es wurde nichts geändert",
    other: (reference: string) =>
      `Etwas ist schiefgegangen. Es wurde nichts geändert (${reference})`,
  },

  signIn: {
    screen: "Anmelden",
    title: (product: string) => `Bei ${product} anmelden`,
    submit: "Anmelden",
    wrong: "E-Mail-Adresse oder Passwort stimmt nicht",
    createAccount: "Konto anlegen",
    ended:
      "Ihre Anmeldung hat zu lange gedauert, oder es gab zu viele falsche Codes. Melden Sie sich noch einmal an.",
    signedOut: "Sie sind abgemeldet.",
    passwordReset: "Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an.",
    accountDeleted: "Ihr Konto wurde gelöscht.",
    sessionEnded: "Ihre Sitzung ist zu Ende. Melden Sie sich wieder an, um weiterzumachen.",
  },

  signUp: {
    screen: "Konto anlegen",
    title: "Konto anlegen",
    submit: "Weiter",
    haveAccount: "Sie haben schon ein Konto?",
    signIn: "Anmelden",
    verifyTitle: "Sehen Sie in Ihre E-Mails",
    sent: (email: string) =>
      `Wir haben eine E-Mail an ${email} geschickt. Geben Sie den 6-stelligen Code daraus ein; er gilt 10 Minuten.`,
    verify: "Konto anlegen",
    wrong:
      "Dieser Code stimmt nicht. Sehen Sie in der E-Mail nach und versuchen Sie es noch einmal",
    ended:
      "Der Code ist abgelaufen oder war zu oft falsch. Beginnen Sie von vorn, um einen neuen zu bekommen",
    notReceived: "Nach einer Minute keine E-Mail? Sehen Sie im Spam-Ordner nach, oder:",
  },

  secondStep: {
    screen: "Zweiter Schritt",
    title: "Geben Sie Ihren Code ein",
    signingInAs: "Anmeldung als",
    notYou: "Das sind nicht Sie?",
    instruction: (product: string) =>
      `Öffnen Sie Ihre Authenticator-App und geben Sie den Code für ${product} ein.`,
    instructionFor: (product: string, label: string) =>
      `Öffnen Sie Ihre Authenticator-App „${label}“ und geben Sie den Code für ${product} ein.`,
    recoveryTitle: "Wiederherstellungscode benutzen",
    otherWaysTitle: "Anderen Weg benutzen",
    anotherAuthenticator: (label: string) => `Andere Authenticator-App: ${label}`,
    recoveryCode: "Wiederherstellungscode",
    cannotUseAny: "Ich kann nichts davon benutzen",
    noWayTitle: "Wieder hineinkommen",
    noWayIntro: "Was helfen kann:",
    noWayCodes:
      "Ihre Wiederherstellungscodes. Sie haben acht mit Ihrer ersten Authenticator-App oder Ihrem ersten Telefon bekommen: Sehen Sie in Ihrem Passwortmanager, Ihren Downloads und Ihren Unterlagen nach.",
    noWayNoCodes: "Wiederherstellungscodes würden helfen, aber dieses Konto hat keine mehr.",
    noWaySession:
      "Ein Browser, in dem Sie noch angemeldet sind: Wählen Sie dort unter Konto, Sicherheit im Menü der App „Ich habe sie nicht mehr“. 24 Stunden später können Sie eine neue App hinzufügen.",
    replacementReady:
      "Die 24 Stunden sind um: Sie können jetzt die Authenticator-App ersetzen, die Sie nicht mehr haben.",
    replacementAt: (at: string) =>
      `Sie möchten Ihre Authenticator-App ersetzen. In diesem Browser geht das: ${comingMomentText(LOCALE, at)}.`,
    completeReplacement: "Meine Authenticator-App ersetzen",
    noWayPhone:
      "Ihr altes Telefon oder eine Sicherung davon. Die meisten Authenticator-Apps können ihre Konten auf ein neues Telefon mitnehmen.",
    noWayOperator: (host: string) =>
      `Niemand kann den zweiten Schritt per E-Mail oder am Telefon abschalten, damit sich niemand in Ihr Konto hineinreden kann. Wenn nichts davon hilft, fragen Sie, wer ${host} betreibt.`,
    seeAllWays: "Alle Wege ansehen",
    backToSignIn: "Zurück zur Anmeldung",
  },
};
