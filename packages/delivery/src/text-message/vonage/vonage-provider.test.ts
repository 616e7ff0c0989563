import { describe, expect, it } from "vitest";
import {
  answering,
  type FakeProvider,
  startFakeProvider,
} from "../../../../../tests/texts/fake-provider.ts";
import { makeProvider, submit } from "../../../../../tests/texts/make-provider.ts";
import { NOW, outgoingText } from "../../../../../tests/texts/text.ts";

const UUID = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const TAKEN = { message_uuid: UUID };

function vonageAt({ url }: FakeProvider) {
  return makeProvider(
    {
      kind: "vonage",
      name: "main",
      apiUrl: url,
      apiKey: "abcd1234",
      apiSecretFile: "secret",
      signatureSecretFile: "signature",
      from: "Acme",
    },
    { secret: "canary-secret", signature: "canary-signature" },
  );
}

describe("Vonage", () => {
  it("gets a message as its Messages API takes them", async () => {
    const fake = await startFakeProvider(answering(202, TAKEN));
    const text = outgoingText({ text: "Acme: 123456 – ä" });
    expect(await submit(vonageAt(fake), text)).toEqual({ outcome: "accepted", messageId: UUID });
    const [request] = fake.received;
    expect(request).toMatchObject({
      path: "/v1/messages",
      headers: {
        authorization: `Basic ${btoa("abcd1234:canary-secret")}`,
        "content-type": "application/json",
      },
    });
    expect(JSON.parse(request!.body)).toEqual({
      channel: "sms",
      message_type: "text",
      to: "41791234589",
      from: "Acme",
      text: "Acme: 123456 – ä",
      client_ref: text.id,
      ttl: 600,
      webhook_url: "https://id.example.org/api/v1/delivery-receipts/main",
      webhook_version: "v1",
    });
  });

  it("lets a message wait no longer than its code lives, and no less than Vonage does", async () => {
    const fake = await startFakeProvider(answering(202, TAKEN));
    for (const millis of [1, 20_001]) {
      await submit(vonageAt(fake), outgoingText({ expiresAtMillis: NOW + millis }));
    }
    expect(fake.received.map(({ body }) => JSON.parse(body).ttl)).toEqual([20, 21]);
  });
});

describe("Vonage's answers", () => {
  const problem = (code: string) => ({
    type: `https://developer.vonage.com/api-errors/messages#${code}`,
    title: "A problem",
    detail: "canary +41791234589",
    instance: "bf0ca0bf927b3b52e3cb03217e1a1ddf",
  });

  it.each<[string, number, string]>([
    ["1000", 429, "throttled"],
    ["1020", 422, "declined"],
    ["1050", 422, "unreachable_number"],
    ["1070", 402, "account_refused"],
    ["1100", 503, "unavailable"],
    ["1120", 422, "declined"],
    ["unauthorized", 401, "account_refused"],
  ])("say of problem %s, with status %i: %s", async (code, status, reason) => {
    const fake = await startFakeProvider(answering(status, problem(code)));
    const shown = /^[0-9]/.test(code) ? code : String(status);
    expect(await submit(vonageAt(fake), outgoingText())).toEqual({
      outcome: "refused",
      reason,
      code: shown,
    });
  });

  it.each<[string, number, unknown, string]>([
    ["an error of its own", 500, problem("1030"), "server_error"],
    ["a gateway's page", 504, "<html>", "server_error"],
    ["a refusal that is no problem document", 422, { error: "no" }, "unexpected_answer"],
    ["no id", 202, {}, "unexpected_answer"],
    ["another id", 202, { message_uuid: "1" }, "unexpected_answer"],
    ["another status", 200, TAKEN, "unexpected_answer"],
    ["a page", 202, "<html>", "unexpected_answer"],
  ])("R-110: leave us in doubt with %s", async (_what, status, body, reason) => {
    const fake = await startFakeProvider(answering(status, body));
    expect(await submit(vonageAt(fake), outgoingText())).toMatchObject({
      outcome: "uncertain",
      reason,
    });
  });
});
