import type { Problem } from "@twinlatch/client";
import { describe, expect, it } from "vitest";
import { beginEntry } from "../credentials/credentials-entry.ts";
import { refuseSignUp } from "./refuse-sign-up.ts";

const entry = { ...beginEntry("ada@example.org"), password: "password1" };

function invalid(...paths: string[]): Problem {
  return {
    type: "about:blank",
    title: "x",
    status: 422,
    code: "invalid_request",
    requestId: "r",
    errors: paths.map((path) => ({ path, message: "m" })),
  };
}

describe("a refused sign-up", () => {
  it("R-080: says beside the password that it is too easy to guess, and keeps it for correction", () => {
    expect(refuseSignUp(entry, invalid("/password"))).toMatchObject({
      password: "password1",
      passwordError: "That password is too easy to guess. Choose another one",
      emailError: null,
      failures: 1,
    });
  });

  it("says beside the address that it is none", () => {
    expect(refuseSignUp(entry, invalid("/email")).emailError).toBe(
      "Enter an e-mail address, like ada@example.org",
    );
  });

  it("says everything else above both", () => {
    const closed = { ...invalid(), status: 403, code: "sign_up_closed" as const };
    expect(refuseSignUp(entry, closed)).toMatchObject({
      refusal: "New accounts are not open here",
      emailError: null,
      passwordError: null,
    });
    expect(refuseSignUp(entry, { code: "unreachable" }).refusal).toMatch(/cannot be reached/);
  });
});
