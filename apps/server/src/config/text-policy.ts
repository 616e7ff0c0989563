import { DEFAULT_TEXT_CAPS, type TextCaps, type TextPolicy } from "@twinlatch/verifier";
import type { Settings } from "./settings.ts";

type TextRules = Pick<Settings, "mode" | "texts">;

/** Whom the installation texts, and how often: in development everybody, elsewhere as its file says. */
export function textPolicyOf({ texts }: TextRules): TextPolicy {
  const { countries, caps, fraudRules } = texts?.config ?? {};
  return {
    countries: countries ?? "all",
    caps: { ...DEFAULT_TEXT_CAPS, ...caps },
    fraudRules: fraudRules ?? "enforce",
  };
}

/** What is wrong with them, one sentence each. */
export function findInvalidTextRules({ mode, texts }: TextRules): readonly string[] {
  if (texts === undefined) return [];
  const { countries, caps = {} } = texts.config;
  const unknown = Object.keys(caps).filter((name) => !isCap(name));
  return [
    ...unknown.map((name) => `TWINLATCH_SMS_CONFIG: caps.${name} is no limit there is`),
    mode === "production" &&
      countries === undefined &&
      "TWINLATCH_SMS_CONFIG: countries must be set in production: texts to some cost a fortune",
  ].filter((problem) => problem !== false);
}

function isCap(name: string): name is keyof TextCaps {
  return Object.hasOwn(DEFAULT_TEXT_CAPS, name);
}
