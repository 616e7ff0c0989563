import { describe, expect, it } from "vitest";
import { eventDetails, eventText, isRefusal } from "./event-text.ts";

describe("an event in words", () => {
  it("says what was done, and what was only tried", () => {
    expect(eventText({ type: "totp.removed", outcome: "allowed" })).toBe(
      "Authenticator app removed",
    );
    expect(eventText({ type: "totp.removed", outcome: "refused" })).toBe(
      "Tried to remove an authenticator app",
    );
  });

  it("says of a demand for a fresh code what it is, and nothing of a refusal", () => {
    const demand = { type: "step_up.demanded", outcome: "refused" } as const;
    expect(eventText(demand)).toBe("Asked to confirm it is you");
    expect(isRefusal(demand)).toBe(false);
    expect(isRefusal({ type: "step_up.approved", outcome: "refused" })).toBe(true);
    expect(isRefusal({ type: "step_up.approved", outcome: "allowed" })).toBe(false);
  });

  it("shows what this console does not know by the server's own name", () => {
    for (const type of ["passkey.added", "toString"]) {
      expect(eventText({ type, outcome: "allowed" })).toBe(`Something else: ${type}`);
    }
  });

  it("adds the factor, what it was for, and why it was refused", () => {
    const target = "account.factor.add acc_1";
    expect(
      eventDetails({ factorLabel: "iPhone", detail: { target, reason: "invalid_code" } }),
    ).toEqual(["With iPhone", "To add a way to get a code", "The code was wrong"]);
    const several = `${target}, account.password.change acc_1`;
    expect(eventDetails({ detail: { target: several } })).toEqual([
      "To add a way to get a code",
      "To change your password",
    ]);
    expect(eventDetails({ detail: { reason: "never_heard_of" } })).toEqual([]);
  });
});
