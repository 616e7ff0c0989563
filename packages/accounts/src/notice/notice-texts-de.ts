import type { DeviceFacts, NoticeTexts } from "./notice-kinds.ts";

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
  phone_added: ({ factorLabel, isFirst }) => ({
    subject: "Ein Telefon wurde zu Ihrem Konto hinzugefügt",
    text: `Das Telefon „${factorLabel}“ wurde zu Ihrem Konto hinzugefügt. Es kann Codes bekommen.${isFirst ? " Acht Wiederherstellungscodes wurden erstellt. Wählen Sie unter Konto, Sicherheit, wann nach einem zweiten Schritt gefragt wird." : ""}`,
  }),
  phone_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Die Zwei-Faktor-Authentisierung wurde deaktiviert"
      : "Ein Telefon wurde aus Ihrem Konto entfernt",
    text: isLast
      ? `Ihr letzter Weg zu einem Code, das Telefon „${factorLabel}“, wurde entfernt. Jetzt genügt Ihr Passwort, um Ihr Konto zu öffnen, und Ihre Wiederherstellungscodes gelten nicht mehr.`
      : `Das Telefon „${factorLabel}“ wurde aus Ihrem Konto entfernt. Es bekommt keine Codes mehr.`,
  }),
  factor_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Die Zwei-Faktor-Authentisierung wurde deaktiviert"
      : "Eine Authenticator-App wurde aus Ihrem Konto entfernt",
    text: isLast
      ? `Ihre letzte Authenticator-App „${factorLabel}“ wurde entfernt. Jetzt genügt Ihr Passwort, um Ihr Konto zu öffnen, und Ihre Wiederherstellungscodes gelten nicht mehr.`
      : `Die Authenticator-App „${factorLabel}“ wurde aus Ihrem Konto entfernt. Ihre Codes gelten nicht mehr.`,
  }),
  factor_suspended: ({ factorLabel, isLast }) => ({
    subject: "Ein Weg zu Codes wurde stillgelegt",
    text: `„${factorLabel}“ wurde stillgelegt. Codes davon gelten nicht mehr.${isLast ? " Bis eine andere hinzugefügt ist, öffnen nur Ihre Wiederherstellungscodes Ihr Konto." : ""}`,
  }),
  factor_resumed: ({ factorLabel }) => ({
    subject: "Ein stillgelegter Weg zu Codes gilt wieder",
    text: `„${factorLabel}“ wurde wieder in Gebrauch genommen. Mit Codes davon kann man sich anmelden.`,
  }),
  factor_invitation_created: () => ({
    subject: "Eine zweite Person wurde in Ihr Konto eingeladen",
    text: "Es wurde ein Link erstellt, mit dem jemand, der Ihr Passwort kennt, eine eigene Authenticator-App einrichten kann. Er gilt einmal und 24 Stunden. Die App öffnet nichts, bis Sie sie unter Konto, Sicherheit freigeben.",
  }),
  factor_invitation_used: ({ factorLabel }) => ({
    subject: "Eine Authenticator-App wartet auf Ihre Freigabe",
    text: `Jemand mit Ihrer Einladung und Ihrem Passwort hat die Authenticator-App „${factorLabel}“ eingerichtet. Sie öffnet nichts, bis Sie sie unter Konto, Sicherheit freigeben. Wenn Sie nicht wissen, wem sie gehört, nehmen Sie die Einladung dort zurück und ändern Sie Ihr Passwort.`,
  }),
  replacement_requested: ({ factorLabel }) => ({
    subject: "Jemand möchte Ihre Authenticator-App ersetzen",
    text: `Jemand, der an Ihrem Konto angemeldet ist und Ihr Passwort kennt, möchte die Authenticator-App „${factorLabel}“ ersetzen. In 24 Stunden wird das möglich. Um es zu verhindern, melden Sie sich an, öffnen Sie Konto, Sicherheit und wählen Sie „Ersetzen abbrechen“.`,
  }),
  replacement_cancelled: () => ({
    subject: "Das Ersetzen Ihrer Authenticator-App wurde abgebrochen",
    text: "Es wurde nichts ersetzt. Ihre Authenticator-App gilt wie bisher.",
  }),
  replacement_completed: ({ factorLabel }) => ({
    subject: "Ihre Authenticator-App wird ersetzt",
    text: `Die 24 Stunden sind um, und das Ersetzen wurde abgeschlossen: Die Authenticator-App „${factorLabel}“ ist stillgelegt, alle anderen Geräte sind abgemeldet, und eine neue App kann hinzugefügt werden. 24 Stunden lang lässt sich sonst nichts ändern, was einen Code braucht. Wenn Sie das nicht waren, melden Sie sich mit einem Wiederherstellungscode an und legen Sie die neue App still.`,
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
  recovery_codes_voided: () => ({
    subject: "Ihre Wiederherstellungscodes gelten nicht mehr",
    text: "Nach einer Störung wurden die Daten aus einer Sicherung wiederhergestellt. Sie wurden überall abgemeldet, und Ihre Wiederherstellungscodes gelten nicht mehr, weil niemand sagen kann, welche davon seither benutzt wurden. Ihre Authenticator-App funktioniert wie zuvor. Melden Sie sich damit an und erstellen Sie neue Wiederherstellungscodes.",
  }),
  recovery_code_used: ({ remaining }) => ({
    subject: "Ein Wiederherstellungscode wurde benutzt",
    text: `Mit einem Wiederherstellungscode hat sich jemand an Ihrem Konto angemeldet. ${leftText(remaining)}`,
  }),
  code_replayed: () => ({
    subject: "Ein Code wurde zweimal benutzt",
    text: "In einem Browser, den Sie noch nicht benutzt haben, wurde ein richtiger, aber schon benutzter Code eingegeben. Er wurde abgewiesen. Vielleicht hat jemand Ihren Code gesehen und kennt auch Ihr Passwort.",
  }),
  password_changed: ({ isReplacementCancelled }) => ({
    subject: "Ihr Passwort wurde geändert",
    text: `Das Passwort Ihres Kontos wurde von jemandem geändert, der angemeldet war. Alle anderen Sitzungen wurden beendet.${isReplacementCancelled ? " Das Ersetzen Ihrer Authenticator-App, das noch wartete, wurde abgebrochen." : ""}`,
  }),
  password_reset: ({ isReplacementDelayed }) => ({
    subject: "Ihr Passwort wurde zurückgesetzt",
    text: `Über einen Link an eine Ihrer E-Mail-Adressen wurde für Ihr Konto ein neues Passwort gewählt. Alle Sitzungen wurden beendet. Die Zwei-Faktor-Authentisierung bleibt, wie sie war.${isReplacementDelayed ? " Das Ersetzen Ihrer Authenticator-App, das noch wartete, wird erst in 24 Stunden möglich." : ""}`,
  }),
  email_added: ({ email }) => ({
    subject: "Eine E-Mail-Adresse wurde zu Ihrem Konto hinzugefügt",
    text: `Die Adresse ${email} wurde zu Ihrem Konto hinzugefügt. Mit ihr kann man sich anmelden und ein neues Passwort wählen.`,
  }),
  email_removed: ({ email }) => ({
    subject: "Eine E-Mail-Adresse wurde aus Ihrem Konto entfernt",
    text: `Die Adresse ${email} wurde aus Ihrem Konto entfernt. Mit ihr kann man sich nicht mehr anmelden.`,
  }),
  email_preferred: ({ email }) => ({
    subject: "Ihre Haupt-E-Mail-Adresse wurde geändert",
    text: `Die Hauptadresse Ihres Kontos ist jetzt ${email}. Nachrichten gehen weiterhin an alle seine Adressen.`,
  }),
  account_deleted: () => ({
    subject: "Ihr Konto wurde gelöscht",
    text: "Ihr Konto und alles darin wurde von jemandem gelöscht, der angemeldet war. Es lässt sich nicht wiederherstellen, und niemand kann sich mehr daran anmelden. Wenn Sie das nicht waren, sagen Sie es denen, die diese Installation betreiben.",
  }),
  break_glass_opened: () => ({
    subject: "Ein Betreiber hat einen Zugang zu Ihrem Konto geöffnet",
    text: "Ein Betreiber dieser Installation hat einen Code erzeugt, der einmal Ihren zweiten Schritt ersetzt. Er gilt 30 Minuten und nur zusammen mit Ihrem Passwort. Wenn Sie nicht darum gebeten haben, sagen Sie es dem Betreiber sofort.",
  }),
  break_glass_opened_for: ({ email }) => ({
    subject: "Ein Betreiber hat einen Zugang zu einem Konto geöffnet",
    text: `Ein Betreiber hat am Rechner einen Code erzeugt, der einmal den zweiten Schritt des Kontos ${email} ersetzt. Er gilt 30 Minuten und nur zusammen mit dem Passwort dieses Kontos. Wenn das niemand von Ihnen war, hat jemand anderes Zugriff auf den Rechner.`,
  }),
  key_rotated: ({ keyId }) => ({
    subject: "Die Schlüssel der Installation wurden gewechselt",
    text: `Jemand vom Betrieb hat am Rechner den Schlüssel gewechselt, unter dem hier alles versiegelt ist; er heißt jetzt „${keyId}“. Niemand merkt etwas davon. Wenn das niemand von Ihnen war, hat jemand anderes Zugriff auf den Rechner.`,
  }),
  new_browser: () => ({
    subject: "Anmeldung aus einem neuen Browser",
    text: "Mit Ihrem Passwort und Ihrem zweiten Schritt hat sich jemand an Ihrem Konto angemeldet, in einem Browser, der dafür noch nicht benutzt wurde.",
  }),
  sign_in_setting_changed: ({ isOncePerDevice }) => ({
    subject: "Ihre Anmelde-Einstellungen wurden geändert",
    text: isOncePerDevice
      ? "Die Anmeldung an Ihrem Konto braucht nicht mehr jedes Mal einen zweiten Schritt: Ein Gerät, das dabei als vertrauenswürdig gewählt wird, wird 30 Tage lang nicht mehr danach gefragt."
      : "Die Anmeldung an Ihrem Konto braucht jetzt jedes Mal einen zweiten Schritt. Kein Gerät gilt mehr als vertrauenswürdig.",
  }),
  device_trusted: (device) => ({
    subject: "Ein Gerät gilt jetzt als vertrauenswürdig",
    text: `Jemand hat sich mit Ihrem Passwort und Ihrem zweiten Schritt an Ihrem Konto angemeldet${deviceText(device)} und das Gerät als vertrauenswürdig gewählt: 30 Tage lang genügt dort das Passwort.`,
  }),
  trusted_device_stolen: (device) => ({
    subject: "Ein vertrauenswürdiges Gerät wurde vielleicht kopiert",
    text: `Mit Ihrem richtigen Passwort wurde ein alter Schlüssel Ihres vertrauenswürdigen Geräts${deviceText(device)} vorgelegt. Vielleicht hat jemand diesen Schlüssel kopiert und sich damit angemeldet. Kein Gerät gilt mehr als vertrauenswürdig, und Sie wurden überall abgemeldet. Ändern Sie Ihr Passwort.`,
  }),
  password_doubted: ({ failures }) => ({
    subject: "Vielleicht kennt jemand Ihr Passwort",
    text: `Auf Ihr richtiges Passwort folgten ${failures} falsche Codes, in einem Browser, der für Ihr Konto noch nicht benutzt wurde. Niemand kam hinein. Wenn Sie das nicht waren, ändern Sie Ihr Passwort jetzt: Nach weiteren falschen Codes gilt es nicht mehr.`,
  }),
  password_retired: ({ failures }) => ({
    subject: "Ihr Passwort gilt nicht mehr",
    text: `Auf Ihr richtiges Passwort folgten ${failures} falsche Codes, in Browsern, die für Ihr Konto noch nicht benutzt wurden. Niemand kam hinein. Ihr Passwort gilt nicht mehr: Wählen Sie ein neues, über „Passwort vergessen?“ oder nach einer Anmeldung in einem Browser, den Sie benutzen.`,
  }),
  factor_disabled: ({ factorLabel, failures }) => ({
    subject: "Ein Weg zu Codes wurde gesperrt",
    text: `Für „${factorLabel}“ wurden ${failures} falsche Codes hintereinander eingegeben. Codes davon gelten nicht mehr. Ihre anderen Wege zur Anmeldung sind nicht betroffen. Um ihn wieder zu benutzen, entfernen Sie ihn und richten Sie ihn neu ein.`,
  }),
};

function deviceText({ browser, system }: DeviceFacts): string {
  const names = [browser, system].filter((name) => name !== undefined);
  return names.length === 0 ? "" : ` (${names.join(" auf ")})`;
}

function leftText(remaining: number): string {
  if (remaining === 0) return "Es war der letzte: Erstellen Sie neue Codes.";
  return remaining === 1 ? "1 Code ist übrig." : `${remaining} Codes sind übrig.`;
}
