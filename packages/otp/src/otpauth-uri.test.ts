import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import vectors from "../../../vectors/otpauth-uri/key-uri.json" with { type: "json" };
import { formatOtpauthUri, type OtpauthKey, OtpError, parseOtpauthUri } from "./index.ts";

type StoredKey = (typeof vectors.valid)[number]["key"];

const keyOf = ({ secretHex, ...rest }: StoredKey): OtpauthKey =>
  ({ ...rest, secret: hexToBytes(secretHex) }) as OtpauthKey;

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
const titled = <T extends { uri: string }>(entries: readonly T[]) =>
  entries.map((entry) => ({ ...entry, title: short(entry.uri) }));

const key: OtpauthKey = {
  type: "totp",
  issuer: "Acme",
  account: "ada@example.org",
  secret: hexToBytes("3132333435363738393031323334353637383930"),
  algorithm: "SHA1",
  digits: 6,
  periodSeconds: 30,
};

describe("reading otpauth URIs", () => {
  it.each(titled(vectors.valid))("reads $title ($note)", ({ uri, key: stored }) => {
    expect(parseOtpauthUri(uri)).toEqual({ ok: true, key: keyOf(stored) });
  });

  it.each(titled(vectors.invalid))("refuses $title: $why", ({ uri, code }) => {
    expect(parseOtpauthUri(uri)).toEqual({ ok: false, code });
  });

  it("never looks beyond its own fields", () => {
    const uri = "otpauth://totp/a?secret=GEZDGNBV&__proto__=1&constructor=2&toString=3";
    const parsed = parseOtpauthUri(uri);
    expect(parsed.ok && Object.keys(parsed.key).toSorted()).toEqual([
      "account",
      "algorithm",
      "digits",
      "issuer",
      "periodSeconds",
      "secret",
      "type",
    ]);
  });
});

describe("writing otpauth URIs", () => {
  it.each(titled(vectors.valid))("writes the key of $title", ({ key: stored, written }) => {
    expect(formatOtpauthUri(keyOf(stored))).toBe(written);
    const issuer = stored.issuer.replaceAll(":", " ");
    expect(parseOtpauthUri(written)).toEqual({ ok: true, key: keyOf({ ...stored, issuer }) });
  });

  it.each(vectors.unwritable)("R-007: throws $code: $why", ({ key: stored, code }) => {
    const act = () => formatOtpauthUri(keyOf(stored));
    expect(act).toThrow(OtpError);
    expect(act).toThrow(expect.objectContaining({ code }));
  });

  // Halves of surrogate pairs cannot stand in a JSON file.
  it.each(["\ud800", "a\udc00b"])("R-007: throws over the unpaired surrogate in %j", (text) => {
    for (const field of ["issuer", "account"] as const) {
      const act = () => formatOtpauthUri({ ...key, [field]: text });
      expect(act).toThrow(expect.objectContaining({ code: `${field}_text` }));
    }
  });

  it.each([
    "Acme:x?secret=AAAA&issuer=Y",
    "%26secret%3DAAAA",
    "Acme&secret=AAAA",
    "Acme#secret=AAAA",
    "Acme?secret=AAAA",
    "Acme/../hotp/x?secret=AAAA&counter=1",
    ":",
    "::Acme::",
    "Acme\\",
    'Acme"><script>',
    "a+b c",
  ])("R-007: %j injects nothing, as issuer or as account", (name) => {
    for (const field of ["issuer", "account"]) {
      const uri = formatOtpauthUri({ ...key, [field]: name });
      // The platform's own URL parser is the second reader.
      const url = new URL(uri);
      expect(url.searchParams.getAll("secret")).toEqual(["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]);
      expect(url.searchParams.getAll("issuer").length).toBeLessThanOrEqual(1);
      expect(url.host + url.pathname.slice(0, 1)).toBe("totp/");
      expect(url.hash).toBe("");
      const label = decodeURIComponent(url.pathname.slice(1));
      const issuer = url.searchParams.get("issuer") ?? "";
      expect(label.slice(0, Math.max(0, label.indexOf(":")))).toBe(issuer);
    }
  });

  it("writes hexadecimal of the secret nowhere, and the secret once", () => {
    const uri = formatOtpauthUri(key);
    expect(uri.split("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).toHaveLength(2);
    expect(uri).not.toContain(bytesToHex(key.secret));
  });
});
