import type { Problem } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { beginEntry, checkSignIn, checkSignUp, isReady, refuseEntry } from "./credentials-entry.ts";

const problem: Problem = {
  type: "about:blank",
  title: "x",
  status: 401,
  code: "too_many_requests",
  requestId: "r",
};
const typed = { ...beginEntry("ada@example.org"), password: "correct horse" };

describe("signing in", () => {
  it("asks for what is missing, and counts that as a failure", () => {
    const empty = checkSignIn(beginEntry());
    expect(empty).toMatchObject({
      emailError: "Enter your e-mail address",
      passwordError: "Enter your password",
      failures: 1,
    });
    expect(isReady(empty)).toBe(false);
    expect(isReady(checkSignIn(typed))).toBe(true);
  });

  it.each(["ada", "ada@", "@example.org", "ada lovelace@example.org"])(
    "does not send %j as an address",
    (email) => {
      expect(checkSignIn({ ...typed, email }).emailError).toMatch(/^Enter an e-mail address/);
    },
  );

  it("takes any password of an existing account, however short", () => {
    expect(checkSignIn({ ...typed, password: "x" }).passwordError).toBeNull();
  });

  it("C7, C13: a refusal keeps the address, drops the password and does not say which was wrong", () => {
    const wrong = { ...problem, code: "invalid_credentials" as const };
    expect(refuseEntry(typed, wrong)).toEqual({
      email: "ada@example.org",
      password: "",
      emailError: null,
      passwordError: null,
      refusal: "Your e-mail or password is not right",
      isRefused: true,
      failures: 1,
    });
  });

  it("keeps both where they were not looked at", () => {
    for (const unseen of [{ code: "unreachable" as const }, problem]) {
      expect(refuseEntry(typed, unseen)).toMatchObject({
        email: "ada@example.org",
        password: "correct horse",
        isRefused: false,
      });
    }
  });
});

describe("choosing a password", () => {
  it.each([
    ["", "Enter your password"],
    ["1234567", "Use at least 8 characters"],
    ["🔑🔑🔑🔑🔑🔑🔑", "Use at least 8 characters"],
    ["x".repeat(257), "Use at most 256 characters"],
    ["x".repeat(256), null],
    ["🔑🔑🔑🔑🔑🔑🔑🔑", null],
  ])("R-080: counts characters of %j as the server does", (password, error) => {
    expect(checkSignUp({ ...typed, password }).passwordError).toBe(error);
  });
});
