import { describe, expect, it } from "vitest";
import { withFactor } from "./authentication-methods.ts";
import { authenticationContext } from "./session.ts";

describe("what a session says of how it was authenticated", () => {
  it.each([
    [[], ["pwd"], ["pwd"], "urn:twinlatch:acr:aal1"],
    [["pwd"], ["pwd"], ["pwd"], "urn:twinlatch:acr:aal1"],
    [["pwd"], ["otp"], ["pwd", "otp", "mfa"], "urn:twinlatch:acr:aal2"],
    [["pwd", "otp", "mfa"], ["otp"], ["pwd", "otp", "mfa"], "urn:twinlatch:acr:aal2"],
    [["pwd"], ["recovery_code"], ["pwd", "recovery_code"], "urn:twinlatch:acr:aal1"],
    [
      ["pwd", "recovery_code"],
      ["otp"],
      ["pwd", "recovery_code", "otp", "mfa"],
      "urn:twinlatch:acr:aal2",
    ],
  ])("R-051: %j and then %j is %j, %s", (before, proved, after, acr) => {
    const amr = withFactor(before, proved);
    expect(amr).toEqual(after);
    expect(authenticationContext({ amr })).toBe(acr);
  });
});
