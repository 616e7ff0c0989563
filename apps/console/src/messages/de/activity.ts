import type { Widened } from "../catalogue.ts";
import type { activityTexts } from "../en/activity.ts";

/** What is read of what happened to one's account. */
export const germanActivity: Widened<typeof activityTexts> = {
  activity: {
    title: "Aktivität",
    listTitle: "Was mit Ihrem Konto geschah",
    intro: "Das Neueste zuerst. Sagen Sie es, wo etwas nicht von Ihnen kam.",
    recentTitle: "Letzte Aktivität",
    seeAll: "Alle Aktivität ansehen",
    refused: "Abgelehnt",
    withFactor: (label: string) => `Mit ${label}`,
    forAction: (action: string) => `Um zu: ${action}`,
    more: "Mehr zeigen",
    end: "Das ist alles.",
    notMe: "Das war ich nicht",
    notMeLabel: (event: string, moment: string) => `Das war ich nicht: ${event}, ${moment}`,
    notMeTitle: "Waren Sie das nicht?",
    notMeIntro: "Dann tun Sie, was passt, von oben nach unten:",
    notMeWasHere:
      "Es geschah in diesem Browser. Waren Sie es nicht, kann noch jemand dieses Gerät benutzen.",
    notMeNothing:
      "Hier ist nichts mehr zu tun. Sehen Sie auch die anderen Einträge aus dieser Zeit an.",
    endOthersText: "Melden Sie sich überall sonst ab.",
    changePasswordText: "Wählen Sie ein neues Passwort: Vielleicht kennt jemand Ihres.",
    changePassword: "Passwort ändern",
    suspendText: (label: string) => `Setzen Sie ${label} aus, bis Sie mehr wissen.`,
    newCodesText: "Erstellen Sie neue Wiederherstellungscodes: Die alten gelten dann nicht mehr.",
    close: "Schließen",
    unknownEvent: (type: string) => `Etwas anderes: ${type}`,

    events: {
      "sign_up.begun": ["Konto angefragt", "Konto angefragt"],
      "sign_up.verified": ["Konto erstellt", "Konto nicht erstellt"],
      "sign_in.password": [
        "Richtiges Passwort bei der Anmeldung",
        "Falsches Passwort bei der Anmeldung",
      ],
      "sign_in.second_step": [
        "Mit zweitem Schritt angemeldet",
        "Zweiter Schritt einer Anmeldung gescheitert",
      ],
      "session.ended": ["Abgemeldet", "Abmeldung gescheitert"],
      "session.revoked": ["Anderes Gerät abgemeldet", "Versuch, ein anderes Gerät abzumelden"],
      "session.others_revoked": [
        "Alle anderen Geräte abgemeldet",
        "Versuch, alle anderen Geräte abzumelden",
      ],
      "password.changed": ["Passwort geändert", "Versuch, das Passwort zu ändern"],
      "password_reset.begun": ["Neues Passwort angefragt", "Neues Passwort angefragt"],
      "password_reset.completed": [
        "Passwort zurückgesetzt",
        "Versuch, das Passwort zurückzusetzen",
      ],
      "account_email.begun": [
        "Neue E-Mail-Adresse eingegeben",
        "Versuch, eine E-Mail-Adresse hinzuzufügen",
      ],
      "account_email.added": ["E-Mail-Adresse hinzugefügt", "E-Mail-Adresse nicht bestätigt"],
      "account_email.preferred": [
        "Haupt-E-Mail-Adresse geändert",
        "Versuch, die Haupt-E-Mail-Adresse zu ändern",
      ],
      "account_email.removed": [
        "E-Mail-Adresse entfernt",
        "Versuch, eine E-Mail-Adresse zu entfernen",
      ],
      "account.set_up": ["Konto vom Betreiber eingerichtet", "Konto nicht eingerichtet"],
      "account.deleted": ["Konto gelöscht", "Versuch, das Konto zu löschen"],
      "step_up.demanded": ["Um Bestätigung gebeten", "Um Bestätigung gebeten"],
      "step_up.approved": ["Bestätigt, dass Sie es sind", "Bestätigung gescheitert"],
      "totp.enrolled": [
        "Begonnen, eine Authenticator-App hinzuzufügen",
        "Versuch, eine Authenticator-App hinzuzufügen",
      ],
      "totp.confirmed": ["Authenticator-App hinzugefügt", "Authenticator-App nicht hinzugefügt"],
      "totp.changed": ["Authenticator-App geändert", "Versuch, eine Authenticator-App zu ändern"],
      "totp.removed": [
        "Authenticator-App entfernt",
        "Versuch, eine Authenticator-App zu entfernen",
      ],
      "throttle.password_retired": [
        "Passwort für ungültig erklärt",
        "Passwort für ungültig erklärt",
      ],
      "throttle.spraying_noticed": ["Raten an vielen Konten bemerkt", "Raten nicht bemerkt"],
      "throttle.factor_disabled": [
        "Nach 50 falschen Codes gesperrt",
        "Nach 50 falschen Codes gesperrt",
      ],
      "sms_code.enrolled": [
        "Begonnen, ein Telefon hinzuzufügen",
        "Versuch, ein Telefon hinzuzufügen",
      ],
      "sms_code.confirmed": ["Telefon hinzugefügt", "Telefon nicht hinzugefügt"],
      "sms_code.changed": ["Telefon geändert", "Versuch, ein Telefon zu ändern"],
      "sms_code.removed": ["Telefon entfernt", "Versuch, ein Telefon zu entfernen"],
      "sms_code.suspended": ["Telefon stillgelegt", "Versuch, ein Telefon stillzulegen"],
      "sms_code.resumed": [
        "Telefon wieder in Gebrauch",
        "Versuch, ein Telefon wieder zu gebrauchen",
      ],
      "sms_code.sent": ["Code an ein Telefon gesendet", "Code nicht an ein Telefon gesendet"],
      "text_message.prefix_suspended": [
        "Nachrichten an einen Nummernbereich angehalten",
        "Nachrichten nicht angehalten",
      ],
      "totp.suspended": [
        "Authenticator-App stillgelegt",
        "Versuch, eine Authenticator-App stillzulegen",
      ],
      "totp.resumed": [
        "Authenticator-App wieder in Gebrauch",
        "Versuch, eine Authenticator-App wieder zu gebrauchen",
      ],
      "factor_invitation.created": [
        "Zweite Person eingeladen, eine Authenticator-App hinzuzufügen",
        "Versuch, eine zweite Person einzuladen",
      ],
      "factor_invitation.cancelled": [
        "Einladung zurückgezogen",
        "Versuch, eine Einladung zurückzuziehen",
      ],
      "factor_invitation.approved": [
        "Authenticator-App einer zweiten Person bestätigt",
        "Versuch, die Authenticator-App einer zweiten Person zu bestätigen",
      ],
      "replacement.requested": [
        "Ersatz der Authenticator-Apps angefragt",
        "Versuch, die Authenticator-Apps zu ersetzen",
      ],
      "replacement.cancelled": [
        "Ersatz der Authenticator-Apps abgebrochen",
        "Versuch, einen Ersatz abzubrechen",
      ],
      "replacement.completed": [
        "Authenticator-Apps ersetzt",
        "Versuch, den Ersatz der Authenticator-Apps abzuschließen",
      ],
      "recovery_codes.regenerated": [
        "Neue Wiederherstellungscodes erstellt",
        "Versuch, neue Wiederherstellungscodes zu erstellen",
      ],
      "recovery_codes.acknowledged": [
        "Wiederherstellungscodes als gesichert vermerkt",
        "Wiederherstellungscodes nicht als gesichert vermerkt",
      ],
      "sign_in_setting.changed": [
        "Anmeldeeinstellungen geändert",
        "Versuch, die Anmeldeeinstellungen zu ändern",
      ],
      "trusted_device.trusted": [
        "Gerät für 30 Tage als vertrauenswürdig gewählt",
        "Gerät nicht als vertrauenswürdig gewählt",
      ],
      "trusted_device.used": [
        "Anmeldung auf einem vertrauenswürdigen Gerät, ohne zweiten Schritt",
        "Keine Anmeldung auf einem vertrauenswürdigen Gerät",
      ],
      "trusted_device.stolen": [
        "Kopierter Schlüssel eines vertrauenswürdigen Geräts abgewiesen; kein Gerät gilt mehr als vertrauenswürdig",
        "Kopierter Schlüssel eines vertrauenswürdigen Geräts abgewiesen",
      ],
      "trusted_device.revoked": [
        "Gerät nicht mehr vertrauenswürdig",
        "Versuch, einem Gerät nicht mehr zu vertrauen",
      ],
      "trusted_device.all_revoked": [
        "Kein Gerät mehr vertrauenswürdig",
        "Versuch, keinem Gerät mehr zu vertrauen",
      ],
      "break_glass.opened": [
        "Der Betreiber hat einen Code erstellt, der Sie wieder einlässt",
        "Der Betreiber wollte einen Code erstellen, der Sie wieder einlässt",
      ],
      "key.prepared": ["Schlüssel des Servers vorbereitet", "Schlüssel nicht vorbereitet"],
      "key.rotated": ["Schlüssel des Servers gewechselt", "Schlüssel nicht gewechselt"],
      "key.retired": ["Schlüssel des Servers außer Dienst", "Schlüssel nicht außer Dienst"],
      "backup.made": ["Server gesichert", "Server nicht gesichert"],
      "backup.restored": [
        "Server aus einer Sicherung wiederhergestellt",
        "Server nicht aus einer Sicherung wiederhergestellt",
      ],
      "audit.trimmed": ["Alte Einträge gelöscht", "Alte Einträge nicht gelöscht"],
    },
    reasons: {
      invalid_code: "Der Code war falsch",
      code_already_used: "Der Code war schon benutzt",
      invalid_credentials: "Das Passwort war falsch",
      too_many_attempts: "Zu viele Versuche",
      code_expired: "Der Code war abgelaufen",
      too_many_texts: "Es war zu früh für einen weiteren Code",
      text_unavailable: "Es konnten keine Textnachrichten gesendet werden",
      country_not_supported: "Nummern dieses Landes bekommen keine Codes",
      phone_not_supported: "Solche Nummern bekommen keine Codes",
      phone_already_added: "Das Konto hatte dieses Telefon schon",
      challenge_closed: "Zu spät, oder zu viele falsche Codes",
      password_retired: "Das Passwort gilt nicht mehr",
      recovery_session: "Mit einem Wiederherstellungscode angemeldet; das genügt dafür nicht",
      not_found: "Das gab es nicht",
    },
  },
};
