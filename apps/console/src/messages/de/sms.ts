import type { Widened } from "../catalogue.ts";
import type { smsTexts } from "../en/sms.ts";

/** What is read about text messages, in German. */
export const germanSms: Widened<typeof smsTexts> = {
  sms: {
    checkTitle: "Sehen Sie auf Ihr Telefon",
    sending: (hint) => `Wir senden einen Code an die Nummer, die auf ${hint} endet …`,
    sent: (hint) =>
      `Wir haben einen Code an die Nummer gesendet, die auf ${hint} endet. Er gilt 10 Minuten.`,
    sentAgain: (hint) =>
      `Wir haben einen neuen Code an die Nummer gesendet, die auf ${hint} endet. Der vorige gilt nicht mehr.`,
    called: (hint) =>
      `Wir rufen die Nummer an, die auf ${hint} endet, und lesen einen Code vor. Er gilt 10 Minuten.`,
    notSent: (hint) => `An die Nummer, die auf ${hint} endet, wurde kein Code gesendet.`,
    sendAgain: "Neuen Code senden",
    sendAgainIn: (wait) => `Einen neuen Code gibt es in ${wait}`,
    call: "Stattdessen anrufen",
    callIn: (wait) => `Wir können Sie in ${wait} anrufen`,
    notReceived: "Nicht angekommen?",
    holdUps: {
      signal:
        "Ist das Telefon eingeschaltet und hat es Empfang? Die Nachricht kommt, sobald es wieder erreichbar ist.",
      filter: "Sehen Sie bei Nachrichten von unbekannten oder blockierten Absendern nach.",
      abroad: "Im Ausland kann es einige Minuten dauern.",
      newest: "Nur der neueste Code gilt.",
    },
    noSignal:
      "Kein Empfang? Eine Authenticator-App oder ein Wiederherstellungscode braucht keinen.",
    noWayNumber:
      "Ihre Nummer in einem anderen Telefon: Ihre SIM-Karte, oder eine neue von Ihrem Anbieter, bekommt die Codes.",
    way: (hint) => `Textnachricht (SMS) an die Nummer, die auf ${hint} endet`,
    callWay: (hint) => `Anruf an die Nummer, die auf ${hint} endet`,
    namedWay: (way, label) => `${way} – ${label}`,

    phonesTitle: "Telefone",
    leastSafe: "Am wenigsten sicher",
    risk: "Diebe können eine Nummer auf ihre eigene SIM-Karte umziehen lassen und bekommen dann deren Nachrichten. Eine Authenticator-App ist sicherer und braucht keinen Empfang.",
    noPhones: "Noch kein Telefon.",
    add: "Telefonnummer hinzufügen",
    ending: (hint) => `Nummer, die auf ${hint} endet`,
    removeText:
      "Dorthin gehen keine Codes mehr, und wir löschen die Nummer. Ihre anderen Geräte werden abgemeldet.",

    verifyTitle: "Telefonnummer bestätigen",
    verifyIntro:
      "Wir benutzen diese Nummer nur, um Ihnen Codes zu senden. Entfernen Sie sie, so wird sie gelöscht.",
    country: "Land",
    chooseCountry: "Wählen Sie ein Land",
    number: "Telefonnummer",
    numberEmpty: "Geben Sie Ihre Telefonnummer ein",
    numberInvalid: (country) =>
      `Das ist keine Telefonnummer aus diesem Land: ${country}. Prüfen Sie die Ziffern und das Land`,
    willGoTo: "Der Code geht an",
    sendCode: "Code senden",
    sentTo: "Wir haben einen Code gesendet an",
    callingAt: "Wir sagen einen Code im Anruf an",
    sentToEnding: (hint) => `die Nummer, die auf ${hint} endet`,
    changeNumber: "Nummer ändern",
    verify: "Bestätigen",
    nameDefault: "Telefon",
    over: "Diese Einrichtung ist zu Ende. Beginnen Sie von vorn, um einen neuen Code zu bekommen",

    chooseTitle: "Wählen Sie jetzt, wann Sie gefragt werden",
    chooseText:
      "Ihr Telefon ist bestätigt. Bei der Anmeldung werden Sie erst nach einem Code gefragt, wenn Sie gewählt haben, wann.",
    chooseSettings: "Zu den Einstellungen der Anmeldung",
    chooseLater: "Später",
  },
};
