import { describe, expect, it } from "vitest";
import { german } from "./de.ts";
import { english } from "./en.ts";
import { pickLanguage } from "./language.ts";
import { createPseudo } from "./pseudo.ts";

describe("pickLanguage", () => {
  it.each([
    [null, ["de-AT", "en"], "de"],
    [null, ["fr-FR", "de", "en"], "de"],
    [null, ["en-US", "de"], "en"],
    [null, ["fr"], "en"],
    [null, [], "en"],
    ["en", ["de"], "en"],
    ["de", ["en"], "de"],
    ["xx", ["de"], "de"],
    ["constructor", ["en"], "en"],
    ["ar-XB", ["de"], "ar-XB"],
    [null, ["ar-XB"], "en"],
  ] as const)("makes %j, with a browser that prefers %j, %s", (chosen, preferred, language) => {
    expect(pickLanguage(chosen, preferred)).toBe(language);
  });
});

/** Every text of a catalogue by its path; what depends on facts is asked with some. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return textsOf(Reflect.apply(value, undefined, FACTS), path);
  return Object.entries(value ?? {}).flatMap(([key, each]) => textsOf(each, `${path}.${key}`));
}

/** Passes for a name, a number and a time. */
const FACT = new Date("2026-05-03T12:00:00Z");
/** German has them too. */
const SAME_WORDS = new Set(["Name"]);
const FACTS = [FACT, FACT, FACT, FACT];

describe("the catalogues", () => {
  const germanTexts = new Map(textsOf(german));

  it("have a German text for every English one, and no more", () => {
    expect([...germanTexts.keys()]).toEqual(
      expect.arrayContaining(textsOf(english).map(([k]) => k)),
    );
    expect(germanTexts.size).toBe(textsOf(english).length);
  });

  it("leave no English words in German, but for those that are the same", () => {
    const same = textsOf(english)
      .filter(([key, text]) => germanTexts.get(key) === text)
      .map(([, text]) => text.replaceAll(String(FACT), ""));
    expect(same.filter((text) => /[a-z]{3}/i.test(text) && !SAME_WORDS.has(text))).toEqual([]);
  });

  it("hold no placeholder that was never filled", () => {
    for (const [, text] of [...textsOf(english), ...germanTexts]) {
      expect(text).not.toMatch(/undefined|\[object|\$\{|NaN/);
      expect(text.trim()).not.toBe("");
    }
  });

  it("quote the button that begins a replacement by its own words", () => {
    for (const { replacement, secondStep } of [english, german]) {
      expect(replacement.text).toContain(secondStep.cannotUseAny);
    }
  });

  it("have one German word for what is suspended", () => {
    const texts = [...germanTexts.values()].filter((text) =>
      /ausgesetzt|aus(zu)?setzen/i.test(text),
    );
    expect(texts).toEqual([]);
    expect(german.security.isSuspended).toBe("Stillgelegt");
    expect(german.activity.events["totp.suspended"][0]).toContain("stillgelegt");
  });

  it("become longer and turned in the pseudo-language, all of them", () => {
    for (const [, text] of textsOf(createPseudo(english))) {
      expect(text).toMatch(/^\u2067[^]*\u2069$/);
    }
  });
});
