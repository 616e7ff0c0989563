import { describe, expect, it } from "vitest";
import { listCountries } from "./number-plans.ts";
import { beginPhone, chooseCountry, readPhone, typePhone } from "./phone-entry.ts";

const everywhere = listCountries(null, "en");
const nearby = listCountries(["CH", "DE"], "en");
const swiss = { country: "CH", text: "" };

/** What would be sent. */
function e164Of(entry: { country: string; text: string }, countries = everywhere) {
  const read = readPhone(entry, countries);
  return read.ok ? read.number.e164 : read.error;
}

describe("the countries", () => {
  it("are all there are, or those that are texted, by their names in the page's language", () => {
    expect(everywhere.length).toBeGreaterThan(240);
    expect(nearby.map(({ name, callingCode }) => `${name} ${callingCode}`)).toEqual([
      "Germany +49",
      "Switzerland +41",
    ]);
    expect(listCountries(["CH", "DE", "AT"], "de").map(({ name }) => name)).toEqual([
      "Deutschland",
      "Österreich",
      "Schweiz",
    ]);
  });

  it.each([
    [["de-CH", "en"], "CH"],
    [["en", "de-AT"], "AT"],
    [["de"], "DE"],
    [["en"], "US"],
    [["en-US@posix", "de-CH"], "CH"],
  ])("C10: a browser that speaks %j begins in %s", (languages, country) => {
    expect(beginPhone(everywhere, languages)).toEqual({ country, text: "" });
  });

  it("begin with the only one there is, and with none where the browser's is not among them", () => {
    expect(beginPhone(nearby, ["fr-FR"]).country).toBe("");
    expect(beginPhone(everywhere, ["en-US@posix"]).country).toBe("");
    expect(beginPhone(everywhere, []).country).toBe("");
    expect(beginPhone(listCountries(["CH"], "en"), ["fr-FR"]).country).toBe("CH");
  });
});

describe("C10: a number", () => {
  it.each([
    "079 123 45 67",
    "079/123 45 67",
    "0041 79 123 45 67",
    "+41 79 123 45 67",
    "+41 (0)79 123 45 67",
    " +41791234567 ",
    "٠٧٩١٢٣٤٥٦٧",
  ])("typed as %j is sent as +41791234567", (text) => {
    expect(e164Of(typePhone(swiss, text, everywhere))).toBe("+41791234567");
  });

  it.each([
    ["+49 1512 3456789", "DE"],
    ["0049 1512 3456789", "DE"],
    ["+1 613 555 0123", "CA"],
    ["+44 7700 900123", "GB"],
  ])("pasted as %j chooses its country", (text, country) => {
    expect(typePhone(swiss, text, everywhere)).toEqual({ country, text });
  });

  it("typed without a country's plus sign leaves the country as it is", () => {
    expect(typePhone(swiss, "079 123", everywhere).country).toBe("CH");
    expect(typePhone(swiss, "+", everywhere).country).toBe("CH");
  });

  it("moves to the country that is chosen", () => {
    const pasted = typePhone(swiss, "+49 1512 3456789", everywhere);
    expect(e164Of(chooseCountry(pasted, "AT"))).toMatch(/^\+43/);
    expect(chooseCountry({ country: "CH", text: "079 123 45 67" }, "DE")).toEqual({
      country: "DE",
      text: "079 123 45 67",
    });
  });

  it.each([
    ["", "Enter your phone number"],
    ["  ", "Enter your phone number"],
    ["079 123", "This is not a phone number in Switzerland. Check the digits and the country"],
    ["hello", "This is not a phone number in Switzerland. Check the digits and the country"],
    ["+49 15", "This is not a phone number in Germany. Check the digits and the country"],
  ])("typed as %j is answered in plain words and not sent", (text, error) => {
    expect(readPhone({ country: "CH", text }, everywhere)).toEqual({
      ok: false,
      field: "number",
      error,
    });
  });

  it("needs a country", () => {
    expect(readPhone({ country: "", text: "079 123 45 67" }, nearby)).toMatchObject({
      field: "country",
      error: "Choose a country",
    });
    expect(e164Of({ country: "", text: "+" }, nearby)).toBe("Enter your phone number");
  });

  it("of a country that is not texted says so, and leaves the choice as it is", () => {
    const pasted = typePhone(swiss, "+371 21 234 567", nearby);
    expect(pasted.country).toBe("CH");
    expect(e164Of(pasted, nearby)).toBe(
      "We cannot text numbers in Latvia. Use an authenticator app",
    );
  });

  it("of no country is the server's to judge", () => {
    expect(e164Of({ country: "CH", text: "+800 1234 5678" }, nearby)).toBe("+80012345678");
  });
});
