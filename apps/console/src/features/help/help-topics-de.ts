import type { HelpTopic } from "./help-topic.ts";

/** The help in German. */
export const germanHelp: readonly HelpTopic[] = [
  {
    id: "turn-on",
    title: "Zwei-Faktor-Authentisierung einschalten",
    paragraphs: [
      "Ein Passwort kann erraten, gestohlen oder mitgelesen werden. Mit der Zwei-Faktor-Authentisierung genügt es nicht: Beim Anmelden wird zusätzlich ein Code verlangt, den nur Ihr Telefon zeigt.",
      "Sie brauchen eine Authenticator-App. Jede, die einen QR-Code scannt, ist recht; auch viele Passwortmanager haben eine. Öffnen Sie Konto → Sicherheit, aktivieren Sie die Zwei-Faktor-Authentisierung, scannen Sie den Code und geben Sie die sechs Ziffern ein, die die App zeigt.",
      "Danach sehen Sie acht Wiederherstellungscodes. Speichern Sie sie, bevor Sie weitergehen: Sie öffnen Ihr Konto, wenn das Telefon es nicht tut.",
    ],
  },
  {
    id: "lost-phone",
    title: "Telefon verloren oder ein neues",
    paragraphs: [
      "Das alte Telefon ist noch da: Melden Sie sich damit an, öffnen Sie Konto → Sicherheit, fügen Sie das neue hinzu und entfernen Sie dann das alte.",
      "Es ist nicht mehr da: Melden Sie sich mit dem Passwort an, wählen Sie einen anderen Weg und geben Sie einen Ihrer Wiederherstellungscodes ein. Entfernen Sie dann das verlorene Telefon unter Konto → Sicherheit und fügen Sie das neue hinzu. Wer das alte hat, kommt damit nicht mehr hinein.",
      "Sie haben beides nicht: Sehen Sie nach, ob Sie auf einem anderen Gerät noch angemeldet sind. Dort können Sie mit Ihrem Passwort einen Ersatz verlangen; das dauert 24 Stunden, und wir schreiben an alle Ihre Adressen, damit das niemand sonst unbemerkt tun kann. Sonst fragen Sie, wer diesen Dienst betreibt. Niemand kann den zweiten Schritt per E-Mail oder Telefon abschalten, damit sich niemand in Ihr Konto hineinreden kann.",
    ],
  },
  {
    id: "recovery-codes",
    title: "Wiederherstellungscodes",
    paragraphs: [
      "Acht Codes, von denen jeder einmal anstelle der App gilt. Drucken Sie sie aus oder bewahren Sie sie in einem Passwortmanager auf; nicht nur auf dem Telefon, das sie ersetzen sollen.",
      "Unter Konto → Sicherheit sehen Sie, wie viele übrig sind, und können neue erstellen. Neue beenden alle früheren.",
    ],
  },
  {
    id: "wrong-code",
    title: "Mein Code wird abgelehnt",
    paragraphs: [
      "Ein Code lebt 30 Sekunden und gilt einmal. Haben Sie gerade einen benutzt, warten Sie auf den nächsten.",
      "Meist geht die Uhr des Telefons falsch. Stellen Sie Datum und Uhrzeit auf automatisch. Prüfen Sie dann, ob es der richtige Eintrag in der App ist: Name und Adresse stehen beim Code.",
      "Nach mehreren falschen Codes müssen Sie warten. Die Seite sagt, wie lange; weiter zu probieren hilft nicht. Ihre Wiederherstellungscodes gelten trotzdem.",
    ],
  },
  {
    id: "several-people",
    title: "Mehrere Personen, ein Konto",
    paragraphs: [
      "Besser hat jede Person ein eigenes Konto. Wo das nicht geht, fügen Sie unter Konto → Sicherheit für jede Person eine Authenticator-App hinzu und geben ihr deren Namen. Dann sehen Sie, wer sich angemeldet hat, und können eine entfernen, ohne die anderen zu stören.",
      "Teilen Sie kein Bild des QR-Codes und leiten Sie keine Codes weiter: Niemand, der für diesen Dienst arbeitet, fragt Sie je danach.",
    ],
  },
  {
    id: "mails",
    title: "Welche E-Mails Sie von uns bekommen",
    paragraphs: [
      "Einen Code, wenn Sie ein Konto anlegen, eine Adresse bestätigen oder Ihr Passwort zurücksetzen. Und eine Nachricht an alle Ihre Adressen, wenn sich etwas ändert, das Ihr Konto schützt: eine App oder Adresse kam hinzu oder wurde entfernt, Wiederherstellungscodes wurden erstellt oder benutzt, das Passwort wurde geändert, jemand hat sich mit einem neuen Browser angemeldet oder ist immer wieder gescheitert.",
      "Eine solche Nachricht enthält nie einen Code und fragt nie danach. Wenn Sie es nicht waren, folgen Sie keinem Link der E-Mail: Geben Sie unsere Adresse selbst ein, öffnen Sie Konto → Aktivität und wählen Sie „Das war ich nicht“.",
      "Kein Code kommt an? Sehen Sie im Spam nach, prüfen Sie die Adresse auf Tippfehler, und warten Sie eine Minute, bevor Sie einen neuen anfordern: Nur der neueste gilt.",
    ],
  },
];
