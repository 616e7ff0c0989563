import { describe, expect, it } from "vitest";
import { LANGUAGES } from "./language.ts";
import type { NoticeKind, NoticeText } from "./notice-kinds.ts";
import { NOTICE_TEXTS } from "./notice-texts.ts";
import { renderNotice } from "./render-notice.ts";

const DEPS = { activityUrl: "https://twinlatch.test/account/activity", productName: "Twinlatch" };
const AT = Date.UTC(2026, 10, 22, 2, 50, 16);

/** Facts for any kind: names where the name says so, otherwise a number. */
const ANY_FACTS = new Proxy<Record<string, unknown>>(
  {},
  { get: (_, name) => (String(name).endsWith("Label") ? "Phone" : 3) },
);

describe.each(LANGUAGES)("in %s", (language) => {
  it.each(Object.keys(NOTICE_TEXTS[language]))(
    "R-086: %s says what happened in few words, without a code, a token or a link",
    (kind) => {
      const tell: (facts: never) => NoticeText = NOTICE_TEXTS[language][kind as NoticeKind];
      const { subject, text } = tell(ANY_FACTS as never);
      expect(subject).toMatch(/^\S.{7,79}$/);
      expect(text).toMatch(/^\S[^\n]{15,400}[.?]$/);
      expect(`${subject} ${text}`).not.toMatch(/\d{6}|twl_|otpauth|https?:|www\.|undefined|NaN/);
    },
  );

  it("R-086: names one page to look at, by its plain address", () => {
    const { subject, text } = renderNotice(DEPS, language, {
      kind: "recovery_code_used",
      facts: { remaining: 3 },
      atMillis: AT,
      origin: { ip: "192.0.2.7" },
    });
    expect(subject).toMatch(/^Twinlatch: /);
    expect(text).toContain("192.0.2.7");
    expect(text.match(/https?:\/\/[^\s,]+/g)).toEqual([DEPS.activityUrl]);
  });

  it("R-086: sends nobody to a page that says nothing of it", () => {
    const told = [
      { kind: "account_deleted", facts: {}, atMillis: AT },
      { kind: "break_glass_opened_for", facts: { email: "bob@example.org" }, atMillis: AT },
      { kind: "key_rotated", facts: { keyId: "k2" }, atMillis: AT },
    ] as const;
    for (const each of told) {
      expect(renderNotice(DEPS, language, each).text).not.toContain(DEPS.activityUrl);
    }
  });
});

it("tells the time in the words of the language, in UTC", () => {
  const told = { kind: "two_factor_disabled", facts: {}, atMillis: AT } as const;
  expect(renderNotice(DEPS, "en", told).text).toContain("When: 22 November 2026 at 02:50:16 UTC");
  expect(renderNotice(DEPS, "de", told).text).toContain("Wann: 22. November 2026 um 02:50:16 UTC");
});

it("says nothing of an address where nobody's request caused it", () => {
  const told = { kind: "two_factor_disabled", facts: {}, atMillis: AT } as const;
  expect(renderNotice(DEPS, "en", told).text).not.toContain("internet address");
});

it.each([
  ["Ada’s phone 📱", "“Ada’s phone 📱”"],
  ["https://evil.example/login", "“https evil example login”"],
  ["evil.example", "“evil example”"],
  ["line\r\nbreak\u2028er", "“linebreak er”"],
  ["\u202Eenohp", "“enohp”"],
  ["<b>bold</b>[x](y)", "“b bold b x y”"],
  ["x".repeat(200), `“${"x".repeat(63)}…”`],
])("R-086: shows the name %j as %j: no link, no line break, no turned text", (label, shown) => {
  const { text } = renderNotice(DEPS, "en", {
    kind: "factor_removed",
    facts: { factorLabel: label, isLast: false },
    atMillis: AT,
  });
  expect(text).toContain(`authenticator app ${shown.replace(/”$/, "").trim()}`);
});
