import { describe, expect, it } from "vitest";
import {
  answering,
  type FakeProvider,
  startFakeProvider,
} from "../../../../../tests/texts/fake-provider.ts";
import { makeProvider, submit } from "../../../../../tests/texts/make-provider.ts";
import { NOW, outgoingText } from "../../../../../tests/texts/text.ts";
import {
  checkTwilioRequest,
  readTwilioDescription,
  twilioExample,
} from "../../../../../tests/texts/twilio-description.ts";

const SID = `AC${"a".repeat(32)}`;
const description = readTwilioDescription();
const MESSAGE = twilioExample(description, "Messages");
const CALL: Record<string, unknown> = { ...twilioExample(description, "Calls"), status: "queued" };
const ACCOUNT = { accountSid: SID, authTokenFile: "token", from: "+15005550006" };

/** A provider that talks to a fake Twilio. */
function twilioAt(
  { url }: Pick<FakeProvider, "url">,
  entry: Readonly<Record<string, unknown>> = {},
) {
  const config = { kind: "twilio", name: "main", apiUrl: url, ...ACCOUNT, ...entry };
  return makeProvider(config, { token: "canary-token" });
}

describe("Twilio", () => {
  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    ["from a number", {}, { From: "+15005550006" }],
    [
      "by a messaging service",
      { from: undefined, messagingServiceSid: `MG${"b".repeat(32)}` },
      { MessagingServiceSid: `MG${"b".repeat(32)}` },
    ],
  ])("gets a message %s as its own description says", async (_how, entry, sender) => {
    const fake = await startFakeProvider(answering(201, MESSAGE));
    const provider = twilioAt(fake, entry);
    const text = outgoingText({ text: "Acme: 123456 – ä & +\n\n@id.example.org #123456" });
    expect(await submit(provider, text)).toEqual({
      outcome: "accepted",
      messageId: MESSAGE["sid"],
    });
    const [request] = fake.received;
    expect(checkTwilioRequest(description, request!)).toEqual([]);
    expect(Object.fromEntries(new URLSearchParams(request!.body))).toEqual({
      To: "+41791234589",
      ...sender,
      Body: text.text,
      ValidityPeriod: "600",
      StatusCallback: "https://id.example.org/api/v1/delivery-receipts/main",
    });
    expect(request).toMatchObject({
      path: `/2010-04-01/Accounts/${SID}/Messages.json`,
      headers: {
        authorization: `Basic ${btoa(`${SID}:canary-token`)}`,
        "content-type": "application/x-www-form-urlencoded",
      },
    });
  });

  it("makes a call as its own description says", async () => {
    const fake = await startFakeProvider(answering(201, CALL));
    const provider = twilioAt(fake, { channels: ["sms", "voice"], voiceFrom: "+15005550007" });
    const text = outgoingText({ channel: "voice", text: "Ihr Code ist 123456.", language: "de" });
    expect(await submit(provider, text)).toEqual({ outcome: "accepted", messageId: CALL["sid"] });
    const [request] = fake.received;
    expect(checkTwilioRequest(description, request!)).toEqual([]);
    const form = new URLSearchParams(request!.body);
    expect(Object.fromEntries(form)).toMatchObject({ To: "+41791234589", From: "+15005550007" });
    expect(form.get("Twiml")).toContain('<Say language="de-DE">1</Say><Pause length="1"/>');
    expect(request!.path).toBe(`/2010-04-01/Accounts/${SID}/Calls.json`);
  });

  it("is not asked to call with more than it can read out", async () => {
    const fake = await startFakeProvider(answering(201, CALL));
    const provider = twilioAt(fake, { channels: ["voice"] });
    const text = outgoingText({ channel: "voice", text: "word ".repeat(500) });
    expect(await submit(provider, text)).toEqual({ outcome: "refused", reason: "declined" });
    expect(fake.received).toEqual([]);
  });

  it("lets a message wait no longer than its code lives, and at least a second", async () => {
    const fake = await startFakeProvider(answering(201, MESSAGE));
    const provider = twilioAt(fake);
    for (const millis of [1, 1_001, 99_000_000]) {
      await submit(provider, outgoingText({ expiresAtMillis: NOW + millis }));
    }
    const periods = fake.received.map(({ body }) =>
      new URLSearchParams(body).get("ValidityPeriod"),
    );
    expect(periods).toEqual(["1", "2", "36000"]);
    for (const request of fake.received) {
      expect(checkTwilioRequest(description, request)).toEqual([]);
    }
  });

  it("is not told of an address that it cannot reach", async () => {
    const fake = await startFakeProvider(answering(201, MESSAGE));
    const entry = { kind: "twilio", apiUrl: fake.url, ...ACCOUNT };
    const provider = makeProvider(entry, {}, { publicUrl: "http://localhost:4600" });
    await submit(provider, outgoingText());
    expect(new URLSearchParams(fake.received[0]!.body).has("StatusCallback")).toBe(false);
  });

  it("its description finds what a request has wrong", () => {
    const path = `/2010-04-01/Accounts/${SID}/Messages.json`;
    expect(checkTwilioRequest(description, { path, body: "From=%2B1500" })).toHaveLength(1);
    expect(checkTwilioRequest(description, { path, body: "To=%2B1500&Text=x" })).toHaveLength(1);
    const body = "To=%2B1500&ValidityPeriod=soon";
    expect(checkTwilioRequest(description, { path, body })).toHaveLength(1);
    expect(checkTwilioRequest(description, { path: "/Messages", body: "" })).toHaveLength(1);
  });
});

describe("Twilio's answers", () => {
  const error = (code: number, status: number) => ({
    code,
    message: "The 'To' number +41791234589 is canary",
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });

  it.each<[number, number, string]>([
    [21_211, 400, "unreachable_number"],
    [21_614, 400, "unreachable_number"],
    [21_610, 400, "unreachable_number"],
    [21_408, 403, "declined"],
    [21_608, 400, "declined"],
    [20_003, 401, "account_refused"],
    [20_404, 404, "account_refused"],
    [20_429, 429, "throttled"],
    [20_503, 503, "unavailable"],
  ])("says of error %i, with status %i: %s", async (code, status, reason) => {
    const fake = await startFakeProvider(answering(status, error(code, status)));
    const submission = await submit(twilioAt(fake), outgoingText());
    expect(submission).toEqual({ outcome: "refused", reason, code: String(code) });
  });

  it.each<[string, number, unknown, string]>([
    ["an error of its own", 500, error(20_500, 500), "server_error"],
    ["a gateway's page", 502, "<html>Bad Gateway</html>", "server_error"],
    ["an error without its code", 400, { message: "no" }, "unexpected_answer"],
    ["a redirect", 302, "", "unexpected_answer"],
    ["another state", 201, { ...MESSAGE, status: "failed" }, "unexpected_answer"],
    ["another id", 201, { ...MESSAGE, sid: "SM1" }, "unexpected_answer"],
    ["a list", 201, [MESSAGE], "unexpected_answer"],
    ["a page", 200, "<html>OK</html>", "unexpected_answer"],
  ])("R-110: leaves us in doubt with %s", async (_what, status, body, reason) => {
    const fake = await startFakeProvider(answering(status, body));
    expect(await submit(twilioAt(fake), outgoingText())).toMatchObject({
      outcome: "uncertain",
      reason,
    });
  });

  it.each([
    ["Messages", "message_enum_status", ["accepted", "queued", "sending", "sent"]],
    ["Calls", "call_enum_status", ["queued", "ringing"]],
  ] as const)("of %s it takes states that its description knows", async (what, name, states) => {
    const known = description.components.schemas[name]?.enum;
    for (const status of states) {
      expect(known).toContain(status);
      const body = { ...twilioExample(description, what), status };
      const fake = await startFakeProvider(answering(201, body));
      expect(await submit(twilioAt(fake), outgoingText())).toMatchObject({ outcome: "accepted" });
    }
  });
});
