import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../notice/language.ts";
import { codeWriter, removedPhoneText } from "./code-text.ts";

const GSM_TEXT = /^[ !"#%&'()*+,\-./0-9:;<=>?@A-Za-zÄÖÑÜ§¿äöñüàèéùìòÇØøÅåÆæßÉ$¥£_\n]*$/;
const LONG = { productName: "Ďaleká služba s veľmi dlhým názvom 🚀", publicHost: hostOf(60) };
const SHORT = { productName: "Twinlatch", publicHost: "twinlatch.example" };

/** A host with so many letters. */
function hostOf(length: number): string {
  return `${"a".repeat(length - ".example".length)}.example`;
}

describe("a code by text message", () => {
  it("C8: opens with the product and the code, and ends with the line browsers read", () => {
    const { text, language } = codeWriter(SHORT, "en")("012345", "sms");
    expect(text).toBe(
      "Twinlatch: 012345 is your code. It works for 10 minutes.\n\n@twinlatch.example #012345",
    );
    expect(language).toBe("en");
  });

  it.each(LANGUAGES)("C8: fits one message in %s, whatever the product is called", (language) => {
    const { text } = codeWriter(LONG, language)("012345", "sms");
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text).toMatch(GSM_TEXT);
    expect(text.split("\n").at(-1)).toBe(`@${LONG.publicHost} #012345`);
  });

  it("is read out digit by digit in a call", () => {
    const { text } = codeWriter(SHORT, "de")("012345", "voice");
    expect(text).toBe("Hier ist Twinlatch. Ihr Code ist 0, 1, 2, 3, 4, 5.");
  });

  it.each(LANGUAGES)("tells an old number in one message in %s, without a code", (language) => {
    const text = removedPhoneText(LONG.productName, language);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text).toMatch(GSM_TEXT);
    expect(text).not.toMatch(/[0-9]/);
  });

  it("stands for itself where no letter of a name can be texted", () => {
    const { text } = codeWriter({ ...SHORT, productName: "服務" }, "en")("012345", "sms");
    expect(text).toMatch(/^Code: 012345 /);
  });
});
