import { parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { Language } from "./language.ts";
import type { Announcement, NoticeFacts, NoticeKind, NoticeText } from "./notice-kinds.ts";
import { NOTICE_TEXTS } from "./notice-texts.ts";

const MAX_FACT_LENGTH = 64;

/** No page of the reader's account has more of these: their texts say what to do. */
const ELSEWHERE: readonly NoticeKind[] = [
  "account_deleted",
  "break_glass_opened_for",
  "key_rotated",
];

/** What stands around every notice. */
interface Frame {
  readonly locale: string;
  subject(product: string, subject: string): string;
  when(time: string): string;
  from(ip: string): string;
  /** Names the page by its plain address: nothing in a notice changes anything when opened. */
  notYou(activityUrl: string): string;
  why(product: string): string;
}

const FRAMES: Readonly<Record<Language, Frame>> = {
  en: {
    locale: "en-GB",
    subject: (product, subject) => `${product}: ${subject}`,
    when: (time) => `When: ${time}`,
    from: (ip) => `From the internet address: ${ip}`,
    notYou: (activityUrl) =>
      `If this was you, there is nothing to do. If it was not you, open ${activityUrl}, sign in, and choose “This was not me”.`,
    why: (product) =>
      `${product} sends this to every address of your account whenever its security changes. We never ask for a code or a password by e-mail.`,
  },
  de: {
    locale: "de-DE",
    subject: (product, subject) => `${product}: ${subject}`,
    when: (time) => `Wann: ${time}`,
    from: (ip) => `Von der Internetadresse: ${ip}`,
    notYou: (activityUrl) =>
      `Wenn Sie das waren, ist nichts zu tun. Wenn nicht: Öffnen Sie ${activityUrl}, melden Sie sich an und wählen Sie „Das war ich nicht“.`,
    why: (product) =>
      `${product} schickt diese Nachricht an jede Adresse Ihres Kontos, sobald sich an seiner Sicherheit etwas ändert. Wir fragen nie per E-Mail nach einem Code oder Passwort.`,
  },
};

/** Puts a notice into words. */
export function renderNotice<Kind extends NoticeKind>(
  deps: Pick<AccountsDeps, "activityUrl" | "productName">,
  language: Language,
  {
    kind,
    facts,
    atMillis,
    origin,
  }: Pick<Announcement<Kind>, "kind" | "facts" | "atMillis" | "origin">,
): NoticeText {
  const frame = FRAMES[language];
  const told = NOTICE_TEXTS[language][kind](boundFacts(facts));
  const circumstances = [
    frame.when(timeText(frame.locale, atMillis)),
    ...(origin === undefined ? [] : [frame.from(origin.ip)]),
  ];
  return {
    subject: frame.subject(deps.productName, told.subject),
    text: [
      told.text,
      circumstances.join("\n"),
      ...(ELSEWHERE.includes(kind) ? [] : [frame.notYou(deps.activityUrl)]),
      frame.why(deps.productName),
    ].join("\n\n"),
  };
}

/**
 * Facts as they may stand in a mail. Names come from people, perhaps from an intruder: no name is long,
 * breaks a line, turns the writing direction, or reads as a link.
 */
function boundFacts<Facts extends NoticeFacts[NoticeKind]>(facts: Facts): Facts {
  const bound: Record<string, string> = {};
  for (const [name, fact] of Object.entries<unknown>(facts)) {
    if (typeof fact === "string") bound[name] = boundName(fact);
  }
  return { ...facts, ...bound };
}

function boundName(name: string): string {
  if (parseEmailAddress(name) !== undefined) return name.trim();
  const plain = name.replaceAll(/\p{C}/gu, "").replaceAll(/[./:\\@<>[\]()\s\p{Z}]+/gu, " ");
  const letters = [...plain.trim()];
  return letters.length <= MAX_FACT_LENGTH
    ? letters.join("")
    : `${letters.slice(0, MAX_FACT_LENGTH - 1).join("")}…`;
}

function timeText(locale: string, atMillis: number): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "long",
    timeZone: "UTC",
  }).format(atMillis);
}
