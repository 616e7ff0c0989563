import { describe, expect, it } from "vitest";
import { NumberPlans } from "./number-plans.ts";

const plans = new NumberPlans();

describe("the numbering plans", () => {
  it.each([
    ["+41791234567", { e164: "+41791234567", country: "CH", use: "mobile" }],
    ["+14155550123", { e164: "+14155550123", country: "US", use: "mobile" }],
    ["+41441234567", { e164: "+41441234567", country: "CH", use: "fixed" }],
    // Written with a trunk zero, it is the same phone and has the same budget.
    ["+49015112345678", { e164: "+4915112345678", country: "DE", use: "mobile" }],
    // Guernsey and the United Kingdom share a country code; who pays differs.
    ["+447911123456", { e164: "+447911123456", country: "GG", use: "mobile" }],
  ])("knows whose %s is and what it is good for", (text, number) => {
    expect(plans.parse(text)).toEqual(number);
  });

  it.each([
    ["a premium number", "+41900123456"],
    ["a premium number", "+19005550123"],
    ["a shared-cost number", "+41848123456"],
    ["a free number", "+41800123456"],
    ["a personal number that forwards at a price", "+447024123456"],
    ["a satellite phone", "+881612345678"],
    ["a satellite phone at sea", "+870773123456"],
  ])("R-023: takes %s for nobody's phone", (_, text) => {
    expect(plans.parse(text)?.use).toBe("refused");
  });

  it.each(["", "0791234567", "+4179", "+417912345678901234", "+41 79 abc", "+41791234567;ext=12"])(
    "takes %j for no number",
    (text) => {
      expect(plans.parse(text)).toBeUndefined();
    },
  );
});
