import { decodeBase32 } from "@twinlatch/otp";
import { describe, expect, it } from "vitest";
import { newId, newToken } from "./ids.ts";

const NOW = Date.UTC(2026, 10, 22, 9, 30, 0, 123);
const ones = { bytes: (length: number) => new Uint8Array(length).fill(255) };

describe("an id", () => {
  it("says what it names, in letters that need no escaping anywhere", () => {
    expect(newId(ones, "fac", NOW)).toMatch(/^fac_[a-z2-7]{26}$/);
  });

  it.each([0, 1, NOW, 2 ** 48 - 1])("begins with its time, %i, and is random behind", (millis) => {
    const bytes = decodeBase32(newId(ones, "evt", millis).slice("evt_".length).toUpperCase());
    const hex = Buffer.from(bytes ?? []).toString("hex");
    expect(hex).toBe(millis.toString(16).padStart(12, "0") + "f".repeat(20));
  });
});

describe("a token", () => {
  it("says what it is, and has 256 random bits in small letters", () => {
    expect(newToken(ones, "twl_ticket")).toBe(`twl_ticket_${"7".repeat(51)}q`);
  });
});
