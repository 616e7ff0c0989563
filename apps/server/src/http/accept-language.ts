import { DEFAULT_LANGUAGE, isLanguage, type Language } from "@twinlatch/accounts";

/** No browser sends more; what is longer is cut. */
const MAX_HEADER_LENGTH = 256;
const RANGE = /^\s*([a-z]{1,8})(?:-[a-z0-9-]{1,32})?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i;

/**
 * The language that whoever calls likes best of those there are (RFC 9110 §12.5.4): `de-AT` counts as
 * German. English where the header is absent, malformed, or names none of ours.
 */
export function pickAcceptedLanguage(header: string | undefined): Language {
  const wanted = (header ?? "").slice(0, MAX_HEADER_LENGTH).split(",").flatMap(readRange);
  const [best] = wanted.toSorted((a, b) => b.quality - a.quality);
  return best?.language ?? DEFAULT_LANGUAGE;
}

function readRange(range: string): readonly { language: Language; quality: number }[] {
  const [, tag = "", quality = "1"] = RANGE.exec(range) ?? [];
  const language = tag.toLowerCase();
  return isLanguage(language) && Number(quality) > 0
    ? [{ language, quality: Number(quality) }]
    : [];
}
