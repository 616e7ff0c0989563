import { openTestInstallation, type TestInstallation } from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import {
  deviceTag,
  formatDeviceToken,
  newDeviceToken,
  parseDeviceToken,
  pickDeviceToken,
  replaceDeviceToken,
  succeedSecret,
} from "./trusted-device-token.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const OTHERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await openTestInstallation("device tokens");
});
afterAll(() => installation.close());

const made = (subject: Subject = ADA) => newDeviceToken(installation.deps, subject);
const written = (subject: Subject = ADA) => formatDeviceToken(made(subject));
const adasTag = () => deviceTag(installation.deps, ADA);

describe("R-058: the token of a trusted device", () => {
  it("has 256 random bits that each use replaces, and 128 that stay", () => {
    const tokens = Array.from({ length: 500 }, () => made());
    expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(tokens.length);
    expect(new Set(tokens.map(({ series }) => series)).size).toBe(tokens.length);
    for (const { secret, series } of tokens) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(series).toHaveLength(26);
    }
    const letters = new Set(tokens.map(({ secret }) => secret[0]));
    expect(letters.size).toBeGreaterThan(ALPHABET.length * 0.9);
  });

  it("is read as it was written", () => {
    const token = made();
    expect(parseDeviceToken(formatDeviceToken(token))).toEqual(token);
    expect(formatDeviceToken(token)).toMatch(/^twl_device_[\w-]{12}_[a-z2-7]{26}_[\w-]{43}$/);
    // As long as the contract lets one be, at most.
    expect(formatDeviceToken(token).length).toBeLessThanOrEqual(128);
  });

  it.each([
    ["", "nothing"],
    ["twl_device_", "a prefix"],
    [`twl_browser_${"a".repeat(52)}`, "another token"],
    [`twl_device_${"a".repeat(12)}_${"a".repeat(26)}_${"a".repeat(42)}`, "one too short"],
    [`twl_device_${"a".repeat(12)}_${"a".repeat(26)}_${"a".repeat(44)}`, "one too long"],
    [` twl_device_${"a".repeat(12)}_${"a".repeat(26)}_${"a".repeat(43)}`, "one with a blank"],
    [`twl_device_${"a".repeat(12)}_${"A".repeat(26)}_${"a".repeat(43)}`, "one in capitals"],
  ])("is none: %j, %s", (text) => {
    expect(parseDeviceToken(text)).toBeUndefined();
  });

  it("carries a mark by which its subject's are told from those of others, and from no mark", () => {
    const tags = [ADA, ...OTHERS].map((subject) => deviceTag(installation.deps, subject));
    expect(new Set(tags).size).toBe(3);
    expect(made().tag).toBe(adasTag());
    // It is no hash that anybody could make: an address book tells nothing about a browser.
    expect(adasTag()).not.toBe(installation.deps.tokenHash.digest("prj_a ada").slice(0, 12));
  });

  it("is picked by its mark among five of a browser, and no further", () => {
    const own = written();
    const others = Array.from({ length: 5 }, () => written(OTHERS[0]));
    expect(pickDeviceToken([...others.slice(1), own], adasTag())).toEqual(parseDeviceToken(own));
    expect(pickDeviceToken([...others, own], adasTag())).toBeUndefined();
    expect(pickDeviceToken(["", "no token", own], adasTag())).toEqual(parseDeviceToken(own));
    expect(pickDeviceToken(undefined, adasTag())).toBeUndefined();
  });

  it("takes the place of its subject's alone, and goes without touching others", () => {
    const [bobs, next] = [written(OTHERS[0]), made()];
    const held = [written(), bobs];
    expect(replaceDeviceToken(held, adasTag(), next)).toEqual([formatDeviceToken(next), bobs]);
    expect(replaceDeviceToken(held, adasTag())).toEqual([bobs]);
    expect(replaceDeviceToken(["no token", ...held], adasTag())).toEqual(["no token", bobs]);
    expect(replaceDeviceToken(undefined, adasTag())).toEqual([]);
  });
});

describe("R-061: the secret that follows another", () => {
  it("is the same whenever it is made, and another for another secret, salt or installation", async () => {
    const { deps } = installation;
    const input = { secret: made().secret, salt: "salt" };
    const successor = succeedSecret(deps, input);
    expect(succeedSecret(deps, input)).toBe(successor);
    expect(successor).toMatch(/^[\w-]{43}$/);
    const other = await openTestInstallation("another installation");
    const different = [
      succeedSecret(deps, { ...input, secret: made().secret }),
      succeedSecret(deps, { ...input, salt: "other" }),
      succeedSecret(other.deps, input),
    ];
    await other.close();
    expect(new Set([successor, ...different]).size).toBe(4);
  });
});
