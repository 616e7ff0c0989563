import { describe, expect, it } from "vitest";
import { encodeText, toSmppAddress, toValidityPeriod } from "./smpp-text.ts";

function hexOf({ short_message }: ReturnType<typeof encodeText>): string {
  return Buffer.from(short_message).toString("hex");
}

describe("encodeText", () => {
  it("writes the alphabet of GSM as 3GPP TS 23.038 has it", () => {
    expect(encodeText("@£$_ äöüß", "gsm7")).toMatchObject({ data_coding: 0 });
    expect(hexOf(encodeText("@£$_ äöüß", "gsm7"))).toBe("00010211207b7c7e1e");
    expect(hexOf(encodeText("{€}", "gsm7"))).toBe("1b281b651b29");
  });

  it("writes Latin-1 to a message centre that reads it", () => {
    expect(encodeText("@ä", "latin1")).toMatchObject({ data_coding: 0 });
    expect(hexOf(encodeText("@ä", "latin1"))).toBe("40e4");
  });

  it.each(["gsm7", "latin1"] as const)("writes UCS-2 for what %s has not", (alphabet) => {
    const encoded = encodeText("Łódź 😀", alphabet);
    expect(encoded.data_coding).toBe(8);
    expect(hexOf(encoded)).toBe("014100f30064017a0020d83dde00");
  });

  it.each([
    ["x".repeat(160), 160, undefined],
    ["x".repeat(161), 0, 161],
    ["€".repeat(80), 160, undefined],
    ["€".repeat(81), 0, 162],
    ["Ł".repeat(70), 140, undefined],
    ["Ł".repeat(71), 0, 142],
  ])("hands over whole what is longer than a message: %#", (text, short, payload) => {
    const encoded = encodeText(text, "gsm7");
    expect(encoded.short_message).toHaveLength(short);
    expect(encoded.message_payload?.length).toBe(payload);
  });
});

describe("toValidityPeriod", () => {
  it.each([
    [600_000, "000000001000000R"],
    [1, "000000000001000R"],
    [-5, "000000000001000R"],
    [3_661_000, "000000010101000R"],
    [999_999_999, "000000235959000R"],
  ])("writes %i ms as %s", (millis, written) => {
    expect(toValidityPeriod(millis)).toBe(written);
  });
});

describe("toSmppAddress", () => {
  it.each([
    ["+41791234589", { ton: 1, npi: 1, address: "41791234589" }],
    ["51234", { ton: 3, npi: 0, address: "51234" }],
    ["Acme", { ton: 5, npi: 0, address: "Acme" }],
    ["24 Acme", { ton: 5, npi: 0, address: "24 Acme" }],
  ])("reads %s", (written, address) => {
    expect(toSmppAddress(written)).toEqual(address);
  });
});
