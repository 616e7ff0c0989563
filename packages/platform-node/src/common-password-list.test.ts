import { describe, expect, it } from "vitest";
import { CommonPasswordList, loadCommonPasswordList } from "./common-password-list.ts";

const list = await loadCommonPasswordList();

describe("R-080: CommonPasswordList", () => {
  it.each([
    "password",
    "PASSWORD",
    "Password1",
    "12345678",
    "123456789",
    "1234567890",
    "qwerty123",
    "iloveyou1",
    "p@ssw0rd",
    "baseball",
    "trustno1",
    "1q2w3e4r",
    "qwertyuiop",
  ])("R-080: knows %j", (password) => {
    expect(list.includes(password)).toBe(true);
  });

  it.each([
    "",
    "correct horse battery staple",
    "password ",
    "x7Gq-92kd-Pw",
    "constructor",
    "__proto__",
  ])("R-080: does not know %j", (password) => {
    expect(list.includes(password)).toBe(false);
  });

  it("R-080: is larger than the 3,000 that ASVS 6.2.4 asks for", () => {
    expect(list.size).toBeGreaterThan(3000);
  });

  it("ignores the case of what is tried", () => {
    const small = new CommonPasswordList(["ünsicher"]);
    expect([small.includes("ÜNSICHER"), small.includes("unsicher")]).toEqual([true, false]);
  });
});
