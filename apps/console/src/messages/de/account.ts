import type { Widened } from "../catalogue.ts";
import type { accountTexts } from "../en/account.ts";
import { comingMomentText, dateText, momentText, relativeDayText } from "../time-text.ts";

const LOCALE = "de-DE";

/** What is read in one's account. */
export const germanAccount: Widened<typeof accountTexts> = {
  session: {
    accountMenu: (email: string) => `Kontomenü für ${email}`,
    accountSettings: "Kontoeinstellungen",
    signOut: "Abmelden",
    notSignedOutTitle: "Sie sind noch angemeldet",
    signedInAs: "Angemeldet als",
    endingTitle: "Sind Sie noch da?",
    ending: (at: string) => `Zu Ihrer Sicherheit werden Sie um ${at} abgemeldet.`,
    endingForGood: (at: string) =>
      `Sie werden um ${at} abgemeldet. Sitzungen enden nach einem Tag; beenden Sie, was Sie gerade tun, und melden Sie sich wieder an.`,
    stay: "Angemeldet bleiben",
    understood: "OK",
  },

  sessions: {
    title: "Sitzungen",
    listTitle: "Wo Sie angemeldet sind",
    intro:
      "Melden Sie ab, was Sie nicht kennen. Ändern Sie dann Ihr Passwort: Wer dort war, kennt es vielleicht.",
    browserOn: (browser: string, system: string) => `${browser} auf ${system}`,
    unknownDevice: "Unbekannter Browser",
    thisDevice: "Dieses Gerät",
    byRecoveryCode: "Mit einem Wiederherstellungscode",
    place: (ip: string) => `Von ${ip}`,
    lastUsed: (at: string) => `Zuletzt benutzt: ${momentText(LOCALE, at)}`,
    signedIn: (at: string) => `Angemeldet: ${momentText(LOCALE, at)}`,
    endLabel: (device: string) => `${device} abmelden`,
    endOthers: "Alle anderen Geräte abmelden",
    noOthers: "Sie sind sonst nirgends angemeldet.",
    endedToast: (device: string) => `${device} wurde abgemeldet`,
    othersEndedToast: "Alle anderen Geräte wurden abgemeldet",
  },

  security: {
    title: "Sicherheit",
    statusTitle: "Zwei-Faktor-Authentisierung",
    enabled: "Aktiviert",
    disabled: "Deaktiviert",
    needsAttention: "Braucht Beachtung",
    statusEnabled: (apps: string) =>
      `Sie melden sich mit Ihrem Passwort und einem Code aus ${apps} an.`,
    statusDisabled:
      "Sie melden sich nur mit Ihrem Passwort an. Nehmen Sie einen Code aus einer Authenticator-App hinzu, damit ein gestohlenes Passwort nicht genügt.",
    statusOff:
      "Sie melden sich nur mit Ihrem Passwort an. Ihre Wege zu einem Code bleiben und bestätigen hier weiterhin Änderungen.",
    or: " oder ",
    enable: "Zwei-Faktor-Authentisierung aktivieren",
    disable: "Deaktivieren",
    enabledToast: "Die Zwei-Faktor-Authentisierung ist aktiviert",
    disabledToast: "Die Zwei-Faktor-Authentisierung ist deaktiviert",
    disableTitle: "Zwei-Faktor-Authentisierung deaktivieren?",
    disableText:
      "Danach öffnet Ihr Passwort allein Ihr Konto. Ihre Wege zu einem Code bleiben in der Liste.",
    statusSuspended:
      "Sie melden sich mit Ihrem Passwort und einem Wiederherstellungscode an: Kein Weg zu einem Code ist in Gebrauch.",
    noneInUse: "Kein Weg zu einem Code ist in Gebrauch. Fügen Sie einen hinzu.",
    onlyWay: "Nur ein Weg hinein. Fügen Sie einen weiteren hinzu.",
    codesLeft: (count: number) =>
      `${count === 1 ? "1 Wiederherstellungscode ist" : `${count} Wiederherstellungscodes sind`} übrig. Erstellen Sie neue.`,
    noCodes:
      "Keine Wiederherstellungscodes. Erstellen Sie welche, für den Tag, an dem Ihr Telefon weg ist.",
    codesNotSaved: "Sie haben nicht gesagt, dass Sie Ihre Wiederherstellungscodes gesichert haben.",
    notUsedForAYear: (label: string) => `Sie haben ${label} ein Jahr lang nicht benutzt.`,
    recoveryBanner: (remaining: number) =>
      remaining === 0
        ? "Das war Ihr letzter Wiederherstellungscode."
        : `Sie haben noch ${codes(remaining)}.`,
    recoveryAdvice: (areCodesLeft: boolean) =>
      `Sie haben sich mit einem Wiederherstellungscode angemeldet. Wenn Ihr Telefon gestohlen wurde, legen Sie seinen Eintrag unten jetzt still. Fügen Sie eine neue Authenticator-App hinzu: Innerhalb von 10 Minuten nach der Anmeldung braucht beides keinen weiteren Code. Mit der neuen können Sie die alte entfernen.${areCodesLeft ? " Nach 10 Minuten melden Sie sich mit einem weiteren Wiederherstellungscode an." : " Gehen Sie nicht, bevor die neue hinzugefügt ist."}`,
    recoveryFew: "Erstellen Sie dann neue Wiederherstellungscodes.",

    settingsTitle: "Anmeldung",
    settingsLegend: "Wann nach dem zweiten Schritt gefragt wird",
    settingOff: "Nie – nur das Passwort",
    settingEveryTime: "Bei jeder Anmeldung",
    settingOncePerDevice: "Einmal je Gerät – nach 30 Tagen wieder",
    settingNeedsFactor: "Fügen Sie zuerst einen Weg zu einem Code hinzu.",
    requiredBy: (name: string) => `Ihr Projekt ${name} verlangt das.`,
    update: "Übernehmen",
    updatedToast: "Die Einstellung ist übernommen",
    unchanged: "Es gibt nichts zu übernehmen.",

    waysTitle: "Wege zu einem Code",
    appsTitle: "Authenticator-Apps",
    noApps: "Noch keine Authenticator-App.",
    addApp: "Authenticator-App hinzufügen",
    isDefault: "Standard",
    added: (at: string) => `Hinzugefügt: ${dateText(LOCALE, at)}`,
    lastUsed: (at: string) => `Zuletzt benutzt: ${relativeDayText(LOCALE, at)}`,
    neverUsed: "Noch nicht benutzt",
    more: (label: string) => `Mehr zu ${label}`,
    isSuspended: "Stillgelegt",
    isDisabled: "Gesperrt",
    disabledText:
      "50 falsche Codes hintereinander. Entfernen Sie den Eintrag und fügen Sie ihn neu hinzu.",
    suspend: "Stilllegen",
    resume: "Wieder benutzen",
    suspendTitle: (label: string) => `${label} stilllegen?`,
    suspendText:
      "Codes daraus gelten sofort nicht mehr. Mit einem anderen Weg zu einem Code können Sie den Eintrag wieder benutzen oder entfernen.",
    suspendLastText: (remaining: number, canAdd: boolean) =>
      `Codes daraus gelten sofort nicht mehr, und kein anderer Weg zu einem Code ist in Gebrauch. ${canAdd ? "Fügen Sie gleich danach Ihre neue hinzu." : "Danach melden Sie sich mit einem Wiederherstellungscode an."} ${remaining === 0 ? "Sie haben keine Wiederherstellungscodes mehr." : `Sie haben noch ${codes(remaining)}.`}`,
    suspendedToast: (label: string) => `${label} ist stillgelegt`,
    resumedToast: (label: string) => `${label} ist wieder in Gebrauch`,
    rename: "Umbenennen",
    makeDefault: "Als Standard",
    remove: "Entfernen",
    renameTitle: (label: string) => `${label} umbenennen`,
    nameLabel: "Name",
    nameEmpty: "Geben Sie einen Namen ein",
    nameInvalid: "Nehmen Sie bis zu 64 Buchstaben, Ziffern und Zeichen",
    renamedToast: "Der Name ist geändert",
    defaultToast: (label: string) => `${label} ist jetzt der Standard`,
    removeTitle: (label: string) => `${label} entfernen?`,
    removeText:
      "Ihre Codes gelten sofort nicht mehr. Ihre anderen Geräte werden abgemeldet. Löschen Sie den Eintrag in der App selbst.",
    removeLastText:
      "Das ist Ihr einziger Weg zu einem Code. Entfernen deaktiviert die Zwei-Faktor-Authentisierung.",
    removedToast: (label: string) => `${label} wurde entfernt`,

    codesTitle: "Wiederherstellungscodes",
    codesState: (remaining: number, total: number, at: string) =>
      `${remaining} von ${total} übrig · erstellt: ${dateText(LOCALE, at)}`,
    codesNone: "Keine",
    makeNewCodes: "Neue Codes erstellen",
  },

  replacement: {
    choose: "Ich habe sie nicht mehr",
    title: (label: string) => `${label} ersetzen?`,
    text: "Wir sagen es jetzt allen Ihren E-Mail-Adressen. Nach 24 Stunden melden Sie sich in diesem Browser mit Ihrem Passwort an und wählen „Ich kann nichts davon benutzen“: Dann können Sie eine neue App hinzufügen. Bis dahin können Sie abbrechen. Andere Geräte werden abgemeldet, und weitere 24 Stunden lässt sich sonst nichts ändern, was einen Code braucht.",
    request: "In 24 Stunden ersetzen",
    requestedToast: (at: string) => `Sie können sie ersetzen: ${comingMomentText(LOCALE, at)}`,
    waiting: (label: string, at: string, ip: string, readyAt: string) =>
      `Jemand, der von ${ip} aus angemeldet war, möchte ${label} ersetzen (${momentText(LOCALE, at)}). Möglich wird es: ${comingMomentText(LOCALE, readyAt)}. Wenn Sie das nicht waren, brechen Sie es jetzt ab und ändern Sie Ihr Passwort.`,
    cancel: "Ersetzen abbrechen",
    cancelledToast: "Das Ersetzen ist abgebrochen",
    held: (until: string) =>
      `Ihre Authenticator-App wurde ersetzt. Zu Ihrer Sicherheit warten andere Änderungen, die einen Code brauchen, bis ${comingMomentText(LOCALE, until)}.`,
  },

  totp: {
    step: (step: number, of: number) => `Schritt ${step} von ${of}`,
    scanTitle: "Scannen Sie diesen Code",
    scanText: "Öffnen Sie Ihre Authenticator-App und scannen Sie.",
    qrAlt: "QR-Code für Ihre Authenticator-App",
    openApp: "In einer Authenticator-App öffnen",
    cannotScan: "Scannen geht nicht? Einrichtungsschlüssel eingeben",
    setUpKey: "Einrichtungsschlüssel",
    copyKey: "Schlüssel kopieren",
    keyDetails: (email: string) => `Konto: ${email} · Art: zeitbasiert, 6 Ziffern, 30 Sekunden`,
    nameLabel: "Name für diese App",
    nameDefault: "Authenticator-App",
    codeTitle: "Geben Sie den Code aus der App ein",
    codeText: "Die App zeigt jetzt einen 6-stelligen Code, der alle 30 Sekunden wechselt.",
    endOtherSessions: "Meine anderen Geräte abmelden",
    verify: "Prüfen",
    resumedText:
      "Sie haben begonnen, eine Authenticator-App hinzuzufügen. Geben Sie den Code ein, den sie zeigt. Wenn Sie den QR-Code nicht gescannt haben, beginnen Sie von vorn.",
    startAgainText:
      "Von vorn zu beginnen macht einen neuen QR-Code. Löschen Sie zuerst den alten Eintrag in Ihrer App.",
    over: "Diese Einrichtung ist zu Ende. Beginnen Sie von vorn, um einen neuen QR-Code zu bekommen",
    addedToast: (label: string) =>
      `${label} wurde hinzugefügt. Ihre Wiederherstellungscodes bleiben dieselben.`,
  },

  recoveryCodes: {
    title: "Sichern Sie Ihre Wiederherstellungscodes",
    text: "Wenn Sie Ihr Telefon verlieren, ist ein Wiederherstellungscode der einzige Weg hinein. Jeder gilt einmal. Wir zeigen sie nur jetzt.",
    copy: "Kopieren",
    download: "Herunterladen",
    print: "Drucken",
    saved: "Ich habe diese Codes gesichert",
    whyOff: "Haken Sie das Kästchen an, sobald die Codes gesichert sind.",
    sheetTitle: (product: string) => `Wiederherstellungscodes für ${product}`,
    sheetAccount: (email: string) => `Konto: ${email}`,
    sheetHost: (host: string) => `Website: ${host}`,
    sheetDate: (date: string) => `Erstellt: ${date}`,
    replaces: "Sie ersetzen alle früheren Codes.",
    eachOnce: "Jeder Code gilt einmal.",
    newTitle: "Neue Wiederherstellungscodes erstellen?",
    newText: "Ihre alten Codes gelten sofort nicht mehr.",
    makeNew: "Neue Codes erstellen",
    savedToast: "Die Wiederherstellungscodes sind gesichert",
  },

  stepUp: {
    title: "Bestätigen Sie, dass Sie es sind",
    cannotUseIt: "Ich kann das nicht benutzen",
    noWayTitle: "Wenn Sie keinen Code haben",
    noWayIntro: "Was helfen kann:",
    noWayCodes: (remaining: number) =>
      `Melden Sie sich ab und mit einem Wiederherstellungscode wieder an: Sie haben noch ${codes(remaining)}. Dann können Sie die verlorene App stilllegen und sofort eine neue hinzufügen.`,
    noWayNoCodes: "Wiederherstellungscodes würden helfen, aber Sie haben keine mehr.",
    noWayReplace:
      "Wählen Sie hier, unter Konto, Sicherheit, im Menü der App „Ich habe sie nicht mehr“. Mit Ihrem Passwort lässt sie sich 24 Stunden später ersetzen. Das braucht einen Browser, in dem Sie sich mit einem Code angemeldet haben.",
    noWayOperator: (host: string) => `Wenn nichts davon hilft, fragen Sie, wer ${host} betreibt.`,
    aboutTo: "Was Sie gerade tun:",
    onlyThis: "Das bestätigt nur diese eine Handlung.",
    onlyThese: "Das bestätigt nur diese Handlungen.",
    actions: {
      "account.factor.add": "einen Weg zu einem Code hinzufügen",
      "account.factor.remove": "einen Weg zu einem Code entfernen",
      "account.factor.invite": "eine zweite Person einladen, eine Authenticator-App hinzuzufügen",
      "account.factor.approve": "die Authenticator-App einer zweiten Person freigeben",
      "account.factor.replace": "die Authenticator-App ersetzen lassen",
      "account.factor.suspend": "einen Weg zu einem Code stilllegen",
      "account.factor.resume": "einen stillgelegten Weg zu einem Code wieder benutzen",
      "account.password.change": "Ihr Passwort ändern",
      "account.email.change": "Ihre E-Mail-Adressen ändern",
      "account.delete": "Ihr Konto endgültig löschen",
      "account.two_factor.disable": "die Zwei-Faktor-Authentisierung deaktivieren",
      "account.sign_in_setting.weaken":
        "nur noch einmal je Gerät nach dem zweiten Schritt fragen lassen",
      "account.recovery_codes.regenerate": "neue Wiederherstellungscodes erstellen",
    },
    factorActions: {
      totp: {
        "account.factor.remove": "die Authenticator-App entfernen",
        "account.factor.suspend": "die Authenticator-App stilllegen",
        "account.factor.resume": "die stillgelegte Authenticator-App wieder benutzen",
      },
      sms: {
        "account.factor.remove": "die Telefonnummer entfernen",
        "account.factor.suspend": "die Telefonnummer stilllegen",
        "account.factor.resume": "die stillgelegte Telefonnummer wieder benutzen",
      },
    },
    unknownAction: (action: string) => `dies: ${action}`,
    fromApp: "Aus Ihrer Authenticator-App.",
    from: (label: string) => `Aus Ihrer Authenticator-App „${label}“.`,
  },
};

function codes(count: number): string {
  return count === 1 ? "1 Wiederherstellungscode" : `${count} Wiederherstellungscodes`;
}
