import { describe, expect, it } from "vitest";
import { parseTextConfig } from "./text-config.ts";

const TWILIO = {
  kind: "twilio",
  accountSid: `AC${"a".repeat(32)}`,
  authTokenFile: "twilio-token",
  from: "+15005550006",
};
const VONAGE = {
  kind: "vonage",
  apiKey: "abcd1234",
  apiSecretFile: "vonage-secret",
  signatureSecretFile: "vonage-signature",
  from: "Acme",
};
const WEBHOOK = { kind: "webhook", url: "https://sms.example.org/send", secretFile: "webhook" };
const SMPP = {
  kind: "smpp",
  host: "smpp.example.org",
  systemId: "acme",
  passwordFile: "smpp",
  from: "Acme",
};

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseTextConfig(typeof value === "string" ? value : JSON.stringify(value));
  return "problems" in parsed ? parsed.problems : [];
}

describe("parseTextConfig", () => {
  it("reads providers in their order, each by its kind unless it has a name", () => {
    const providers = [TWILIO, { ...VONAGE, name: "spare" }, WEBHOOK, SMPP];
    const parsed = parseTextConfig(
      JSON.stringify({ providers, countries: ["CH", "DE"], caps: { perHour: 5 } }),
    );
    expect(parsed).toMatchObject({
      config: {
        providers: [
          { name: "twilio", secretFiles: ["twilio-token"] },
          { name: "spare", secretFiles: ["vonage-secret", "vonage-signature"] },
          { name: "webhook", secretFiles: ["webhook"] },
          { name: "smpp", secretFiles: ["smpp"] },
        ],
        countries: ["CH", "DE"],
        caps: { perHour: 5 },
      },
    });
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{providers", "The file is not JSON"],
    ["no object", "7", "providers is missing"],
    ["no provider", { providers: [] }, "providers must NOT have fewer than 1 items"],
    ["an unknown member", { providers: [WEBHOOK], country: [] }, "country is no field of it"],
    [
      "an unknown kind",
      { providers: [{ kind: "pigeon" }] },
      "providers[0].kind must be equal to one of the allowed values",
    ],
    ["no kind", { providers: [{}] }, "providers[0].kind is missing"],
    [
      "a country in small letters",
      { providers: [WEBHOOK], countries: ["ch"] },
      'countries[0] must match pattern "^[A-Z]{2}$"',
    ],
    [
      "half a text",
      { providers: [WEBHOOK], caps: { perHour: 0.5 } },
      "caps.perHour must be integer",
    ],
    [
      "another account",
      { providers: [{ ...TWILIO, accountSid: "SK1" }] },
      'providers[0].accountSid must match pattern "^AC[0-9a-fA-F]{32}$"',
    ],
    [
      "nobody to send from",
      { providers: [{ ...TWILIO, from: undefined }] },
      'providers[0] needs either "from" or "messagingServiceSid"',
    ],
    [
      "two to send from",
      { providers: [{ ...TWILIO, messagingServiceSid: `MG${"b".repeat(32)}` }] },
      'providers[0] needs either "from" or "messagingServiceSid"',
    ],
    [
      "a name to call from",
      { providers: [{ ...TWILIO, from: "Acme", channels: ["voice"] }] },
      'providers[0] needs a number to call from, in "voiceFrom" or in "from"',
    ],
    [
      "calls by who makes none",
      { providers: [{ ...SMPP, channels: ["voice"] }] },
      "providers[0].channels[0] must be equal to constant",
    ],
    [
      "a name that is none",
      { providers: [{ ...SMPP, name: "Main SMSC" }] },
      'providers[0].name must match pattern "^[a-z][a-z0-9-]{0,31}$"',
    ],
    [
      "two of one name",
      { providers: [WEBHOOK, { ...SMPP, name: "webhook" }] },
      'Two providers are called webhook: give one a "name"',
    ],
    [
      "an address of another scheme",
      { providers: [{ ...WEBHOOK, url: "ftp://sms.example.org" }] },
      'providers[0].url must match pattern "^https?://[^\\s]+$"',
    ],
  ])("says what is wrong with %s", (_what, value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it("says everything at once", () => {
    const providers = [{ ...TWILIO, accountSid: 1 }, { kind: "smpp" }];
    expect(problemsOf({ providers })).toEqual([
      "providers[0].accountSid must be string",
      "providers[1].host is missing",
      "providers[1].systemId is missing",
      "providers[1].passwordFile is missing",
      "providers[1].from is missing",
    ]);
  });

  it("R-083: does not repeat a secret that stands where none belongs", () => {
    const [inline, broken] = [
      { providers: [{ ...TWILIO, authToken: "canary", authTokenFile: ["canary"] }] },
      '{"providers": [{"authToken": "canary"',
    ];
    expect(problemsOf(inline)).toEqual([
      "providers[0].authToken is no field of it",
      "providers[0].authTokenFile must be string",
    ]);
    expect(problemsOf(broken).join()).not.toContain("canary");
  });

  it.each<[string, unknown, boolean]>([
    ["a webhook", { ...WEBHOOK, url: "http://sms.example.org" }, true],
    ["a webhook on this machine", { ...WEBHOOK, url: "http://127.0.0.1:8080/sms" }, false],
    ["a webhook on this machine", { ...WEBHOOK, url: "http://[::1]:8080" }, false],
    ["a webhook with TLS", WEBHOOK, false],
    ["a message centre", { ...SMPP, tls: false }, true],
    ["a message centre on this machine", { ...SMPP, tls: false, host: "localhost" }, false],
    ["a message centre with TLS", SMPP, false],
    ["Twilio", { ...TWILIO, apiUrl: "http://twilio.example.org" }, true],
    ["Vonage", { ...VONAGE, apiUrl: "http://vonage.example.org" }, true],
    ["Vonage itself", VONAGE, false],
  ])(
    "R-077: knows whether texts to %s leave this machine in the clear",
    (_what, entry, isPlain) => {
      const parsed = parseTextConfig(JSON.stringify({ providers: [entry] }));
      expect(parsed).toMatchObject({ config: { providers: [{ isPlain }] } });
    },
  );
});
