import type { NoticeTexts } from "./notice-kinds.ts";

/** The notices in German. */
export const germanNotices: NoticeTexts = {
  factor_added: ({ factorLabel, isFirst }) => ({
    subject: isFirst
      ? "Die Zwei-Faktor-Authentisierung wurde aktiviert"
      : "Eine Authenticator-App wurde zu Ihrem Konto hinzugefügt",
    text: isFirst
      ? `Die Authenticator-App „${factorLabel}“ wurde zu Ihrem Konto hinzugefügt. Zum Anmelden ist jetzt ein Code daraus nötig. Acht Wiederherstellungscodes wurden erstellt.`
      : `Die Authenticator-App „${factorLabel}“ wurde zu Ihrem Konto hinzugefügt. Mit ihren Codes kann man sich anmelden.`,
  }),
  factor_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Die Zwei-Faktor-Authentisierung wurde deaktiviert"
      : "Eine Authenticator-App wurde aus Ihrem Konto entfernt",
    text: isLast
      ? `Ihre letzte Authenticator-App „${factorLabel}“ wurde entfernt. Jetzt genügt Ihr Passwort, um Ihr Konto zu öffnen, und Ihre Wiederherstellungscodes gelten nicht mehr.`
      : `Die Authenticator-App „${factorLabel}“ wurde aus Ihrem Konto entfernt. Ihre Codes gelten nicht mehr.`,
  }),
  two_factor_enabled: () => ({
    subject: "Die Zwei-Faktor-Authentisierung wurde aktiviert",
    text: "Zum Anmelden an Ihrem Konto ist jetzt ein zweiter Schritt nötig.",
  }),
  two_factor_disabled: () => ({
    subject: "Die Zwei-Faktor-Authentisierung wurde deaktiviert",
    text: "Jetzt genügt Ihr Passwort, um Ihr Konto zu öffnen.",
  }),
  recovery_codes_made: ({ count }) => ({
    subject: "Neue Wiederherstellungscodes wurden erstellt",
    text: `Für Ihr Konto wurden ${count} neue Wiederherstellungscodes erstellt. Alle früheren Codes gelten nicht mehr.`,
  }),
  recovery_code_used: ({ remaining }) => ({
    subject: "Ein Wiederherstellungscode wurde benutzt",
    text: `Mit einem Wiederherstellungscode hat sich jemand an Ihrem Konto angemeldet. ${leftText(remaining)}`,
  }),
  code_replayed: () => ({
    subject: "Ein Code wurde zweimal benutzt",
    text: "In einem Browser, den Sie noch nicht benutzt haben, wurde ein richtiger, aber schon benutzter Code eingegeben. Er wurde abgewiesen. Vielleicht hat jemand Ihren Code gesehen und kennt auch Ihr Passwort.",
  }),
};

function leftText(remaining: number): string {
  if (remaining === 0) return "Es war der letzte: Erstellen Sie neue Codes.";
  return remaining === 1 ? "1 Code ist übrig." : `${remaining} Codes sind übrig.`;
}
