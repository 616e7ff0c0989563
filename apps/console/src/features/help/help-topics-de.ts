import type { HelpTopic } from "./help-topic.ts";

/** The help in German. */
export const germanHelp: readonly HelpTopic[] = [
  {
    id: "turn-on",
    title: "Zwei-Faktor-Authentisierung einschalten",
    paragraphs: [
      "Ein Passwort kann erraten, gestohlen oder mitgelesen werden. Mit der Zwei-Faktor-Authentisierung genügt es nicht: Beim Anmelden wird zusätzlich ein Code verlangt, den nur Ihr Telefon zeigt.",
      "Am sichersten ist eine Authenticator-App. Jede, die einen QR-Code scannt, ist recht; auch viele Passwortmanager haben eine. Öffnen Sie Konto → Sicherheit, aktivieren Sie die Zwei-Faktor-Authentisierung, scannen Sie den Code und geben Sie die sechs Ziffern ein, die die App zeigt.",
      "Wo es angeboten wird, können Codes stattdessen als Textnachricht (SMS) kommen: Fügen Sie dort eine Telefonnummer hinzu, geben Sie den Code ein, den wir senden, und wählen Sie, wann Sie gefragt werden.",
      "Danach sehen Sie acht Wiederherstellungscodes. Speichern Sie sie, bevor Sie weitergehen: Sie öffnen Ihr Konto, wenn das Telefon es nicht tut.",
    ],
  },
  {
    id: "lost-phone",
    title: "Telefon verloren oder ein neues",
    paragraphs: [
      "Das alte Telefon ist noch da: Melden Sie sich damit an, öffnen Sie Konto → Sicherheit, fügen Sie das neue hinzu und entfernen Sie dann das alte.",
      "Es ist nicht mehr da: Melden Sie sich mit dem Passwort an, wählen Sie einen anderen Weg und geben Sie einen Ihrer Wiederherstellungscodes ein. Legen Sie unter Konto → Sicherheit das Verlorene sofort still: Wer es hat, kommt damit nicht mehr hinein. Fügen Sie innert zehn Minuten das neue hinzu; mit einem Code davon können Sie das alte dann entfernen.",
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
    id: "trusted-devices",
    title: "Vertrauenswürdige Geräte",
    paragraphs: [
      "Unter Konto → Sicherheit können Sie wählen, dass je Gerät nur einmal nach dem zweiten Schritt gefragt wird. Dann steht neben dem Code „Diesem Gerät 30 Tage lang vertrauen“: Wo Sie das wählen, genügt 30 Tage lang Ihr Passwort zum Anmelden. Nach einer solchen Anmeldung sagt die erste Seite, warum nach keinem Code gefragt wurde.",
      "Wählen Sie es nur auf einem Gerät, das sonst niemand benutzt. Änderungen an Ihrem Konto brauchen weiterhin einen Code, auch auf einem vertrauenswürdigen Gerät.",
      "Ein vertrauenswürdiges Gerät ist verloren oder verkauft: Wählen Sie unter Konto → Sicherheit „Nicht mehr vertrauen“. Alle werden vergessen, wenn Sie Ihr Passwort, eine Adresse, Ihre Wiederherstellungscodes oder diese Einstellung ändern oder eine App entfernen oder stilllegen. Kopiert jemand, was Ihr Browser aufbewahrt, merken wir es, sobald es zweimal benutzt wird: Dann gilt kein Gerät mehr als vertrauenswürdig, Sie werden überall abgemeldet, und wir schreiben Ihnen.",
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
    id: "no-text",
    title: "Eine Textnachricht (SMS) kommt nicht an",
    paragraphs: [
      "Warten Sie eine Minute und sehen Sie nach, ob das Telefon Empfang hat; ohne Empfang oder im Flugmodus kommt die Nachricht später. Sehen Sie auch bei Nachrichten von unbekannten oder blockierten Absendern nach. Im Ausland kann es einige Minuten dauern.",
      "Fordern Sie dann auf der Seite einen neuen Code an, oder einen Anruf, wo das angeboten wird. Nur der neueste Code gilt, 10 Minuten lang. Nach jedem warten Sie etwas länger auf den nächsten, damit niemand Kosten verursachen oder Ihr Telefon füllen kann.",
      "Kein Empfang, wo Sie sind? Wählen Sie „Anderen Weg benutzen“: Eine Authenticator-App und Ihre Wiederherstellungscodes brauchen keinen. Deshalb ist es gut, neben dem Telefon eines davon zu haben.",
      "Manche Nummern bekommen keine Codes: teure Sondernummern, Satellitentelefone und Nummern von Ländern, an die dieser Dienst nichts sendet. Benutzen Sie dort eine Authenticator-App.",
    ],
  },
  {
    id: "several-phones",
    title: "Mehrere Telefone, oder eine neue Nummer",
    paragraphs: [
      "Unter Konto → Sicherheit können Sie bis zu fünf Telefone hinzufügen und jedem einen Namen geben. Bei der Anmeldung bekommt das Telefon den Code, das Sie in diesem Browser zuletzt benutzt haben; mit „Anderen Weg benutzen“ geht er an ein anderes. So wecken zwei Personen mit einem Konto einander nicht.",
      "Eine neue Nummer: Fügen Sie sie zuerst hinzu und entfernen Sie dann die alte. Beim Entfernen wird die Nummer gelöscht, nach einer letzten Nachricht, die ihr das sagt. Mit derselben Nummer in einem neuen Telefon ist nichts zu tun.",
      "Textnachrichten sind der am wenigsten sichere Weg: Ein Dieb kann Ihre Nummer auf eine andere SIM-Karte umziehen lassen. Haben Sie auch eine Authenticator-App, bestätigt nur deren Code Änderungen an Ihrem Konto.",
    ],
  },
  {
    id: "several-people",
    title: "Mehrere Personen, ein Konto",
    paragraphs: [
      "Besser hat jede Person ein eigenes Konto. Wo das nicht geht, fügen Sie unter Konto → Sicherheit für jede Person eine Authenticator-App hinzu und geben ihr deren Namen. Dann sehen Sie, wer sich angemeldet hat, und können eine entfernen, ohne die anderen zu stören.",
      "Die andere Person ist anderswo: Erstellen Sie dort unter „Eine zweite Person“ einen Link und schicken Sie ihn ihr. Mit dem Passwort des Kontos richtet sie damit ihre eigene App ein, und Sie geben sie frei. Der Link gilt einmal, 24 Stunden lang.",
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
