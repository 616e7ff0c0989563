import { endpoints } from "@twinlatch/api-contract";
import { describe, expect, it } from "vitest";
import { compileRequestCheck } from "./request-check.ts";

const signIn = { email: "ada@example.org", password: "a sunny walk by the lake" };

describe("compileRequestCheck", () => {
  it("takes what is declared", () => {
    const check = compileRequestCheck(endpoints.signIn);
    expect(check.isBody(signIn)).toBe(true);
    expect(check.isBody({ ...signIn, session: "token" })).toBe(true);
  });

  it("R-074: refuses a field that is not declared, and names it", () => {
    const check = compileRequestCheck(endpoints.signIn);
    expect(check.isBody({ ...signIn, role: "owner" })).toBe(false);
    expect(check.bodyProblems()).toEqual([
      { path: "/role", message: "is not a field of this request" },
    ]);
  });

  it("R-014: coerces nothing", () => {
    const check = compileRequestCheck(endpoints.confirmFactor);
    const asCode = (code: unknown) => check.isBody({ code });
    expect(asCode("012345")).toBe(true);
    for (const code of [12_345, 123_456, ["123456"], { a: 1 }, true, null, "12345", "1234567"]) {
      expect(asCode(code), JSON.stringify(code)).toBe(false);
    }
    for (const code of ["1e5000", "12345\0", "１２３４５６", "٠١٢٣٤٥", " 12345", "123456\n"]) {
      expect(asCode(code), JSON.stringify(code)).toBe(false);
    }
  });

  it("names every field that is wrong, a missing one by its own name", () => {
    const check = compileRequestCheck(endpoints.signUp);
    expect(check.isBody({ email: 7 })).toBe(false);
    expect(
      check
        .bodyProblems()
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["/email", "/password"]);
  });

  it("tells of a bounded number of problems, with names of a bounded length", () => {
    const check = compileRequestCheck(endpoints.signIn);
    const names = Array.from({ length: 500 }, (_, i) => [`${"x".repeat(500)}${i}`, i]);
    expect(check.isBody(Object.fromEntries(names))).toBe(false);
    const problems = check.bodyProblems();
    expect(problems).toHaveLength(20);
    expect(Math.max(...problems.map(({ path }) => path.length))).toBe(65);
  });

  it("R-074: takes no body, or an empty object, where none is declared", () => {
    const check = compileRequestCheck(endpoints.signOut);
    expect([undefined, null, {}].map((body) => check.isBody(body))).toEqual([true, true, true]);
    for (const body of [{ all: true }, [], "x", 0, false]) {
      expect(check.isBody(body), JSON.stringify(body)).toBe(false);
    }
  });

  it("takes a body that was not sent for an empty one where every field may be left out", () => {
    const optional = compileRequestCheck(endpoints.enrolTotp);
    expect(optional.readBody(undefined)).toEqual({});
    expect([{ label: "Phone" }, null].map((body) => optional.readBody(body))).toEqual([
      { label: "Phone" },
      null,
    ]);
    expect(compileRequestCheck(endpoints.confirmFactor).readBody(undefined)).toBeUndefined();
    expect(compileRequestCheck(endpoints.signOut).readBody(undefined)).toBeUndefined();
  });

  it("R-090: a hostile label costs no more time than a long one", () => {
    const check = compileRequestCheck(endpoints.enrolTotp);
    // Matched by backtracking, this one would outlast the test.
    expect(check.isBody({ label: `${"a".repeat(300_000)}\u0000` })).toBe(false);
    expect(check.isBody({ label: " Phone " })).toBe(true);
    for (const label of ["", "   ", "a\nb", "\u202eabc", "x".repeat(65)]) {
      expect(check.isBody({ label }), JSON.stringify(label)).toBe(false);
    }
  });
});
