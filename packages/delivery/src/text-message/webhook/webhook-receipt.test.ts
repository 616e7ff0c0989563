import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { makeProvider, receiptRequest } from "../../../../../tests/texts/make-provider.ts";
import { NOW } from "../../../../../tests/texts/text.ts";
import type { ReceiptRequest } from "../text-provider.ts";

const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const { readReceipt } = makeProvider(
  { kind: "webhook", name: "main", url: "https://sms.example.org", secretFile: "f" },
  { f: SECRET },
);
const read = (request: ReceiptRequest) => readReceipt?.(request);

function receiptBody(data: unknown, type = "text.receipt"): string {
  return JSON.stringify({ type, timestamp: new Date(NOW).toISOString(), data });
}

const BODY = receiptBody({ messageId: "m-1", status: "delivered" });

/** A receipt that others' code signed. */
function signed(
  body: string,
  { secret = SECRET, atMillis = NOW, id = "r-1" } = {},
): ReceiptRequest {
  const at = new Date(atMillis);
  return receiptRequest(body, {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(atMillis / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  });
}

function withHeaders(headers: ReceiptRequest["headers"]): ReceiptRequest {
  const request = signed(BODY);
  return { ...request, headers: { ...request.headers, ...headers } };
}

describe("a webhook's receipts", () => {
  it.each(["delivered", "undelivered"] as const)("say that a text was %s", (status) => {
    expect(read(signed(receiptBody({ messageId: "m-1", status })))).toEqual({
      provider: "main",
      messageId: "m-1",
      status,
    });
  });

  it("say nothing when they are about something else", () => {
    const others = [
      receiptBody({ messageId: "m-1", status: "sent" }),
      receiptBody({ status: "delivered" }),
      receiptBody({ messageId: 1, status: "delivered" }),
      receiptBody(null),
      "[]",
      "text",
    ];
    for (const body of others) expect(read(signed(body))).toBe("ignored");
  });

  it("say nothing when our own message comes back, which the same key signed", () => {
    const body = receiptBody({ messageId: "m-1", status: "delivered" }, "text.send");
    expect(read(signed(body))).toBe("ignored");
  });

  it("may be signed with several keys, while one is being changed", () => {
    const [old, current] = [signed(BODY, { secret: OTHER }), signed(BODY)].map(
      ({ headers }) => headers["webhook-signature"],
    );
    const both = withHeaders({ "webhook-signature": `v2,abc ${String(old)} ${String(current)}` });
    expect(read(both)).toMatchObject({ status: "delivered" });
  });

  it("count for five minutes", () => {
    for (const millis of [-300_000, 300_000]) {
      expect(read(signed(BODY, { atMillis: NOW + millis }))).toMatchObject({ status: "delivered" });
      expect(read(signed(BODY, { atMillis: NOW + millis + Math.sign(millis) * 1_000 }))).toBe(
        "forged",
      );
    }
  });

  it.each<[string, () => ReceiptRequest]>([
    ["another key", () => signed(BODY, { secret: OTHER })],
    ["another body", () => ({ ...signed(BODY), rawBody: Buffer.from(`${BODY} `) })],
    ["another id", () => withHeaders({ "webhook-id": "r-2" })],
    ["another time", () => withHeaders({ "webhook-timestamp": String(NOW / 1_000 + 1) })],
    ["a time that is none", () => withHeaders({ "webhook-timestamp": "1e9" })],
    ["no signature", () => withHeaders({ "webhook-signature": undefined })],
    ["an empty signature", () => withHeaders({ "webhook-signature": "" })],
    ["no id", () => withHeaders({ "webhook-id": undefined })],
    ["another method", () => ({ ...signed(BODY), method: "GET" })],
  ])("are forged with %s", (_what, forge) => {
    expect(read(forge())).toBe("forged");
  });
});
