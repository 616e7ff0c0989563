import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { answering, startFakeProvider } from "../../../../../tests/texts/fake-provider.ts";
import { makeProvider, submit } from "../../../../../tests/texts/make-provider.ts";
import { outgoingText } from "../../../../../tests/texts/text.ts";
import { TextConfigError } from "../text-config-error.ts";

// `standardwebhooks` is the stranger that our signatures must agree with. It looks at the real clock.
const SECRET = `whsec_${Buffer.from("a key of twenty-four by.").toString("base64")}`;
const clock = { nowMillis: () => Date.now() };

function webhookAt(url: string, secret = SECRET) {
  return makeProvider(
    { kind: "webhook", name: "main", url, secretFile: "f" },
    { f: secret },
    { clock },
  );
}

describe("a webhook", () => {
  it("gets a text that others' code says is signed", async () => {
    const fake = await startFakeProvider(answering(200, { accepted: true, messageId: "m-1" }));
    const text = outgoingText({
      text: "Code 123456 – ä",
      expiresAtMillis: Date.UTC(2030, 0, 2, 3, 4, 5, 6),
    });
    expect(await submit(webhookAt(`${fake.url}/texts`), text)).toEqual({
      outcome: "accepted",
      messageId: "m-1",
    });
    const [request] = fake.received;
    const headers = request!.headers as Record<string, string>;
    const message = new Webhook(SECRET).verify(request!.body, headers);
    expect(message).toEqual({
      type: "text.send",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      data: {
        id: text.id,
        channel: "sms",
        to: "+41791234589",
        text: "Code 123456 – ä",
        language: "en",
        expiresAt: "2030-01-02T03:04:05.006Z",
        receiptUrl: "https://id.example.org/api/v1/delivery-receipts/main",
      },
    });
    expect(request!.path).toBe("/texts");
    expect(headers["webhook-id"]).toBe(text.id);
    expect(() => new Webhook(SECRET).verify(`${request!.body} `, headers)).toThrow(/signature/);
  });

  it.each<[number, unknown, unknown]>([
    [200, { accepted: true }, { outcome: "accepted" }],
    [202, { accepted: true, messageId: "x" }, { outcome: "accepted", messageId: "x" }],
    [200, { accepted: false }, { outcome: "refused", reason: "declined", code: "200" }],
    [422, { accepted: false }, { outcome: "refused", reason: "declined", code: "422" }],
    [429, { accepted: false }, { outcome: "refused", reason: "throttled", code: "429" }],
    [503, { accepted: false }, { outcome: "refused", reason: "unavailable", code: "503" }],
    [
      422,
      { accepted: false, reason: "unreachable_number" },
      { outcome: "refused", reason: "unreachable_number" },
    ],
    [200, {}, { outcome: "uncertain", reason: "unexpected_answer", code: "200" }],
    [204, "", { outcome: "uncertain", reason: "unexpected_answer", code: "204" }],
    [200, { accepted: 1 }, { outcome: "uncertain", reason: "unexpected_answer", code: "200" }],
    [
      200,
      { accepted: true, messageId: "a\nb" },
      { outcome: "uncertain", reason: "unexpected_answer", code: "200" },
    ],
    [
      200,
      { accepted: true, messageId: 7 },
      { outcome: "uncertain", reason: "unexpected_answer", code: "200" },
    ],
    [404, { accepted: true }, { outcome: "uncertain", reason: "unexpected_answer", code: "404" }],
    [500, { accepted: true }, { outcome: "uncertain", reason: "server_error", code: "500" }],
  ])("that answers %i %j", async (status, body, submission) => {
    const fake = await startFakeProvider(answering(status, body));
    expect(await submit(webhookAt(fake.url), outgoingText())).toEqual(submission);
  });

  it.each(["", "secret", "whsec_c2hvcnQ=", `whsec_${"!".repeat(40)}`, SECRET.slice(6)])(
    "does not sign with a weak secret: %j",
    (secret) => {
      const make = () => webhookAt("https://sms.example.org", secret);
      expect(make).toThrow(TextConfigError);
      expect(make).toThrow(/main: "secretFile" must hold whsec_ and the base64 of 24 random bytes/);
    },
  );
});
