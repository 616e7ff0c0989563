import { describe, expect, it } from "vitest";
import { speakText } from "./spoken-text.ts";

/** What is said, in order: words as they are, a pause as `…`. */
function heard(twiml: string | undefined): string[] {
  return Array.from(
    (twiml ?? "").matchAll(/<Say language="[^"]*">([^<]*)<\/Say>|<Pause length="1"\/>/g),
    ([, words]) => words ?? "…",
  );
}

describe("speakText", () => {
  it("reads a code digit by digit, and everything twice", () => {
    const once = ["Your code is", "1", "…", "0", "…", "7", "…", "9", "…", "9", "…", "2", "…"];
    expect(heard(speakText("Your code is 107992.", "en"))).toEqual(["…", ...once, "…", ...once]);
  });

  it("leaves numbers that are no code as they are", () => {
    const words = heard(speakText("It works for 10 minutes", "en"));
    expect(words).toEqual(["…", "It works for 10 minutes", "…", "It works for 10 minutes"]);
  });

  it.each([
    ["en", "en-US"],
    ["de", "de-DE"],
    ["de-CH", "de-DE"],
    ["DE", "de-DE"],
    ["fr", "en-US"],
  ])("reads %s as %s", (language, voice) => {
    const voices = speakText("Code 123456", language)?.match(/language="[^"]*"/g);
    expect(new Set(voices)).toEqual(new Set([`language="${voice}"`]));
  });

  it("says what a text holds and does nothing that it holds", () => {
    const twiml = speakText(`A&B "<Hangup/>" it's\u0000\u001b`, "en");
    expect(twiml).toContain("A&amp;B &quot;&lt;Hangup/&gt;&quot; it&apos;s");
    expect(twiml).not.toContain("<Hangup");
    expect(twiml).not.toMatch(/\p{Cc}/u);
  });

  it("does not read out what Twilio would not take", () => {
    expect(speakText("word ".repeat(300), "en")?.length).toBeLessThanOrEqual(4_000);
    expect(speakText("word ".repeat(500), "en")).toBeUndefined();
  });
});
