import type { Language } from "./language.ts";
import type { NoticeTexts } from "./notice-kinds.ts";
import { germanNotices } from "./notice-texts-de.ts";
import { englishNotices } from "./notice-texts-en.ts";

/** All notices in all languages. */
export const NOTICE_TEXTS: Readonly<Record<Language, NoticeTexts>> = {
  en: englishNotices,
  de: germanNotices,
};
