/** Voices by language; others are read out in English. */
const VOICES: Readonly<Record<string, string>> = { en: "en-US", de: "de-DE" };
const DEFAULT_VOICE = "en-US";

/** Longer ones Twilio refuses. */
const MAX_TWIML_LENGTH = 4_000;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * What a call says, as TwiML: the text twice, its codes digit by digit with a second between.
 * Undefined when it would be too long.
 */
export function speakText(text: string, language: string): string | undefined {
  const voice = VOICES[language.split("-", 1)[0]?.toLowerCase() ?? ""] ?? DEFAULT_VOICE;
  const say = (words: string) => `<Say language="${voice}">${escapeXml(words)}</Say>`;
  const spoken = text
    .split(/([0-9]{4,})/)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => (/^[0-9]{4,}$/.test(part) ? spell(part, say) : say(part)))
    .join("");
  const pause = '<Pause length="1"/>';
  const twiml = `<?xml version="1.0" encoding="UTF-8"?><Response>${pause}${spoken}${pause}${spoken}</Response>`;
  return twiml.length > MAX_TWIML_LENGTH ? undefined : twiml;
}

function spell(digits: string, say: (words: string) => string): string {
  return Array.from(digits, (digit) => `${say(digit)}<Pause length="1"/>`).join("");
}

function escapeXml(words: string): string {
  return words
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
