import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../notice/language.ts";
import { emailAdditionMail, emailTakenMail } from "./account-email-mail.ts";
import { passwordResetMail } from "./password-reset-mail.ts";
import { signUpCodeMail, signUpExistingMail } from "./sign-up-mail.ts";

const RESET_URL = "https://twinlatch.test/reset";

describe.each(LANGUAGES)("mails in %s", (language) => {
  const about = { language, productName: "Twinlatch", to: "ada@example.org", expiresAtMillis: 1 };

  it.each([signUpCodeMail, emailAdditionMail])("say the code in subject and text", (make) => {
    const { subject, text } = make({ ...about, code: "123456" });
    expect(subject).toContain("123456");
    expect(text.split("123456")).toHaveLength(2);
    expect(text).not.toMatch(/https?:/);
  });

  it.each([signUpExistingMail, emailTakenMail])(
    "hold no code where nothing is to prove",
    (make) => {
      const { subject, text } = make(about);
      expect(`${subject} ${text}`).not.toMatch(/\d{4,}|https?:/);
      expect(`${subject} ${text}`).toContain("Twinlatch");
    },
  );

  it("hold the one link of a reset, alone in its line", () => {
    const { text } = passwordResetMail({ ...about, resetUrl: RESET_URL, token: "twl_reset_x" });
    expect(text.split("\n").filter((line) => line.includes("http"))).toEqual([
      `${RESET_URL}#twl_reset_x`,
    ]);
  });
});

it("differ by language", () => {
  const about = {
    productName: "Twinlatch",
    to: "ada@example.org",
    code: "123456",
    expiresAtMillis: 1,
  };
  const subjects = LANGUAGES.map((language) => signUpCodeMail({ ...about, language }).subject);
  expect(new Set(subjects).size).toBe(LANGUAGES.length);
});
