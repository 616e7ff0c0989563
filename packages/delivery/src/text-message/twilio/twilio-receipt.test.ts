import { describe, expect, it } from "vitest";
import { makeProvider, receiptRequest } from "../../../../../tests/texts/make-provider.ts";
import { SecretText } from "../secret-text.ts";
import type { ReceiptRequest } from "../text-provider.ts";
import { signTwilioRequest } from "./twilio-receipt.ts";

const RECEIPT_URL = "https://id.example.org/api/v1/delivery-receipts/main";
const TOKEN = new SecretText("token-1");
const FIELDS = {
  MessageSid: `SM${"c".repeat(32)}`,
  MessageStatus: "delivered",
  To: "+41791234589",
};

const { readReceipt } = makeProvider(
  {
    kind: "twilio",
    name: "main",
    accountSid: `AC${"a".repeat(32)}`,
    authTokenFile: "token",
    from: "Acme",
  },
  { token: "token-1" },
);
const read = (request: ReceiptRequest) => readReceipt?.(request);

function signed(
  fields: Readonly<Record<string, string>>,
  { url = RECEIPT_URL, token = TOKEN } = {},
): ReceiptRequest {
  const body = new URLSearchParams(fields);
  const signature = signTwilioRequest(url, body, token);
  return receiptRequest(body.toString(), { "x-twilio-signature": signature });
}

describe("signTwilioRequest", () => {
  it("signs Twilio's published example as Twilio does", () => {
    // https://www.twilio.com/docs/usage/security#validating-requests
    const parameters = new URLSearchParams({
      To: "+18005551212",
      From: "+12349013030",
      Digits: "1234",
      Caller: "+12349013030",
      CallSid: "CA1234567890ABCDE",
    });
    const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    expect(signTwilioRequest(url, parameters, new SecretText("12345"))).toBe(
      "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
    );
  });
});

describe("Twilio's receipts", () => {
  it.each([
    ["delivered", "delivered"],
    ["undelivered", "undelivered"],
    ["failed", "undelivered"],
  ] as const)("says of a message that is %s: %s", (state, status) => {
    const messageId = FIELDS.MessageSid;
    expect(read(signed({ ...FIELDS, MessageStatus: state }))).toEqual({
      provider: "main",
      messageId,
      status,
    });
  });

  it.each([
    ["completed", "delivered"],
    ["no-answer", "undelivered"],
    ["busy", "undelivered"],
  ] as const)("says of a call that is %s: %s", (state, status) => {
    const messageId = `CA${"d".repeat(32)}`;
    expect(read(signed({ CallSid: messageId, CallStatus: state }))).toEqual({
      provider: "main",
      messageId,
      status,
    });
  });

  it("says nothing of what is under way, nor of what is no receipt", () => {
    for (const state of ["queued", "sent", "ringing", "", "constructor"]) {
      expect(read(signed({ ...FIELDS, MessageStatus: state }))).toBe("ignored");
    }
    expect(read(signed({ Body: "STOP" }))).toBe("ignored");
  });

  it("takes one that came by a proxy, with the host that the proxy asked for", () => {
    const request = signed(FIELDS);
    expect(read({ ...request, url: "http://127.0.0.1:4600/other/path" })).toMatchObject({
      status: "delivered",
    });
  });

  it("takes one that is signed with the port that its address does not name", () => {
    const url = RECEIPT_URL.replace("id.example.org", "id.example.org:443");
    expect(read(signed(FIELDS, { url }))).toMatchObject({ status: "delivered" });
  });

  it.each<[string, () => ReceiptRequest]>([
    ["another key", () => signed(FIELDS, { token: new SecretText("token-2") })],
    ["no signature", () => ({ ...signed(FIELDS), headers: {} })],
    [
      "two signatures",
      () => ({ ...signed(FIELDS), headers: { "x-twilio-signature": ["a", "b"] } }),
    ],
    ["an empty signature", () => receiptRequest("", { "x-twilio-signature": "" })],
    ["the signature of another address", () => signed(FIELDS, { url: "https://other.example/" })],
    [
      "a field changed",
      () => ({ ...signed(FIELDS), rawBody: Buffer.from("MessageStatus=failed") }),
    ],
    ["a query added", () => ({ ...signed(FIELDS), url: "/api/v1/delivery-receipts/main?x=1" })],
    ["another method", () => ({ ...signed(FIELDS), method: "GET" })],
  ])("is forged with %s", (_what, forge) => {
    expect(read(forge())).toBe("forged");
  });
});
