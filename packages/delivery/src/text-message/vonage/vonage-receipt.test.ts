import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeProvider, receiptRequest } from "../../../../../tests/texts/make-provider.ts";
import { NOW } from "../../../../../tests/texts/text.ts";
import { SecretText } from "../secret-text.ts";
import type { ReceiptRequest } from "../text-provider.ts";
import { readHs256Token } from "./vonage-receipt.ts";

const UUID = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const BODY = JSON.stringify({ message_uuid: UUID, to: "41791234589", status: "delivered" });
const NOW_SECONDS = NOW / 1_000;

const { readReceipt } = makeProvider(
  {
    kind: "vonage",
    name: "main",
    apiKey: "abcd1234",
    apiSecretFile: "secret",
    signatureSecretFile: "signature",
    from: "Acme",
  },
  { secret: "s1", signature: "signature-1" },
);
const read = (request: ReceiptRequest) => readReceipt?.(request);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");

function token(
  claims: object,
  { key = "signature-1", header = { typ: "JWT", alg: "HS256" } } = {},
) {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}

function claimsOf(body: string, overrides: object = {}) {
  return { iat: NOW_SECONDS, jti: "j1", iss: "Vonage", payload_hash: hashOf(body), ...overrides };
}

function signed(body: string, jwt = token(claimsOf(body))): ReceiptRequest {
  return receiptRequest(body, { authorization: `Bearer ${jwt}` });
}

describe("readHs256Token", () => {
  it("reads the example of RFC 7515, appendix A.1", () => {
    const key = Buffer.from(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
      "base64url",
    );
    const example =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9" +
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
      ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const secret = { reveal: () => key } as unknown as SecretText;
    expect(readHs256Token(example, secret)).toMatchObject({ iss: "joe", exp: 1_300_819_380 });
    expect(readHs256Token(example, new SecretText("other"))).toBeUndefined();
  });
});

describe("Vonage's receipts", () => {
  it.each([
    ["delivered", "delivered"],
    ["rejected", "undelivered"],
    ["undeliverable", "undelivered"],
  ] as const)("say of a message that is %s: %s", (state, status) => {
    const body = JSON.stringify({ message_uuid: UUID, status: state });
    expect(read(signed(body))).toEqual({ provider: "main", messageId: UUID, status });
  });

  it("say nothing of what is under way, nor of what is no receipt", () => {
    const others = ['{"status":"submitted"}', "{}", "[]", "null", "text", '{"status":"delivered"}'];
    for (const body of others) expect(read(signed(body))).toBe("ignored");
  });

  it("count for five minutes", () => {
    const readAt = (age: number) =>
      read(signed(BODY, token(claimsOf(BODY, { iat: NOW_SECONDS - age }))));
    for (const age of [300, -300]) expect(readAt(age)).toMatchObject({ status: "delivered" });
    for (const age of [301, -301]) expect(readAt(age)).toBe("forged");
  });

  it.each<[string, () => ReceiptRequest]>([
    ["another key", () => signed(BODY, token(claimsOf(BODY), { key: "signature-2" }))],
    ["no algorithm", () => signed(BODY, `${encode({ alg: "none" })}.${encode(claimsOf(BODY))}.`)],
    [
      "another algorithm",
      () => signed(BODY, token(claimsOf(BODY), { header: { typ: "JWT", alg: "HS512" } })),
    ],
    ["another body", () => signed(BODY, token(claimsOf("{}")))],
    ["no hash of the body", () => signed(BODY, token(claimsOf(BODY, { payload_hash: undefined })))],
    ["no time", () => signed(BODY, token(claimsOf(BODY, { iat: undefined })))],
    ["a time that is none", () => signed(BODY, token(claimsOf(BODY, { iat: "now" })))],
    ["a part too many", () => signed(BODY, `${token(claimsOf(BODY))}.x`)],
    ["no token", () => receiptRequest(BODY, {})],
    ["a password", () => receiptRequest(BODY, { authorization: "Basic eDp5" })],
    ["another method", () => ({ ...signed(BODY), method: "PUT" })],
  ])("are forged with %s", (_what, forge) => {
    expect(read(forge())).toBe("forged");
  });
});
