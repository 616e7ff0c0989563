import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { parseWebhookSecret, signWebhook } from "./webhook-signature.ts";

const PROTOCOL = new URL("../../../../../docs/protocol/text-webhook.md", import.meta.url);
const SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

describe("signWebhook", () => {
  it("signs the example of our protocol's page as the page and others' code do", () => {
    const key = parseWebhookSecret(SECRET);
    const [timestampSeconds, body] = [1_767_323_045, '{"type":"text.send"}'];
    const message = { id: "text-1", timestampSeconds, body: Buffer.from(body) };
    const signature = signWebhook(key ?? new Uint8Array(), message);
    const at = new Date(timestampSeconds * 1_000);
    expect(signature).toBe(new Webhook(SECRET).sign("text-1", at, body));
    const page = readFileSync(PROTOCOL, "utf8");
    for (const part of [SECRET, String(timestampSeconds), body, signature]) {
      expect(page).toContain(part);
    }
  });

  it("signs bytes as they are, whatever they are", () => {
    const key = parseWebhookSecret(SECRET) ?? new Uint8Array();
    const sign = (body: Uint8Array) => signWebhook(key, { id: "a", timestampSeconds: 1, body });
    expect(sign(Buffer.from([0xff]))).not.toBe(sign(Buffer.from([0xfe])));
  });
});
