import { describe, expect, it } from "vitest";
import { parseEmailAddress } from "./email-address.ts";

describe("e-mail addresses", () => {
  it.each([
    ["ada@example.org", "ada@example.org"],
    [" Ada@Example.ORG ", "ada@example.org"],
    ["ａｄａ@example.org", "ada@example.org"],
    ["ada+codes@mail.example.org", "ada+codes@mail.example.org"],
    ["ädä@exämple.org", "ädä@exämple.org"],
  ])("recognises %j as %j", (text, key) => {
    expect(parseEmailAddress(text)).toEqual({ written: text.trim(), key });
  });

  it.each([
    "",
    "ada",
    "@example.org",
    "ada@",
    "ada@localhost",
    "ada@exam ple.org",
    "ada@a@example.org",
    "ada\r\nBcc: eve@example.org",
    "ada@example.org\u0000",
    "a,b@example.org",
    "<ada@example.org>",
    `${"a".repeat(65)}@example.org`,
    `ada@${"a".repeat(250)}.org`,
  ])("refuses %j", (text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });
});
