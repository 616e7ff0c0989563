import { verify } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import {
  Argon2PasswordHasher,
  createArgon2PasswordHasher,
  type PepperSource,
  pepperSourceOf,
} from "./argon2-password-hasher.ts";
import { HashQueue } from "./hash-queue.ts";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";

const random = new NodeRandom();
const k1 = random.bytes(32);
const k2 = random.bytes(32);
const ring = new KeyRing("k1", new Map([["k1", k1]]));
const hasher = await createArgon2PasswordHasher(pepperSourceOf(ring));

async function hashAndVerify(stored: string, tried: string): Promise<boolean> {
  return hasher.verify(tried, await hasher.hash(stored));
}

describe("Argon2PasswordHasher", () => {
  it("R-080: stores the key's id and Argon2id of 19 MiB, 2 passes, 1 lane, with its own salt", async () => {
    const hashes = await Promise.all([hasher.hash("correct horse"), hasher.hash("correct horse")]);
    for (const hash of hashes) {
      expect(hash).toMatch(
        /^k1\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
      );
    }
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it("R-080: tells apart two passwords of 73 bytes that differ in the last", async () => {
    const start = "p".repeat(72);
    expect(await hashAndVerify(`${start}a`, `${start}a`)).toBe(true);
    expect(await hashAndVerify(`${start}a`, `${start}b`)).toBe(false);
    expect(await hashAndVerify(`${start}a`, start)).toBe(false);
  });

  it.each([
    ["case", "Correct horse", "correct horse"],
    ["a blank at the end", "correct horse ", "correct horse"],
    ["a blank at the start", " correct horse", "correct horse"],
    ["composed and decomposed letters", "caf\u00e9 au lait", "cafe\u0301 au lait"],
    ["compatibility forms", "\uff50assword", "password"],
    ["what follows a NUL", "correct\0horse", "correct\0house"],
    ["a NUL at the end", "correct horse\0", "correct horse"],
    ["the end of 1,000 bytes", `${"p".repeat(999)}a`, `${"p".repeat(999)}b`],
  ])("R-080: tells apart passwords by %s", async (_name, stored, tried) => {
    expect(await hashAndVerify(stored, stored)).toBe(true);
    expect(await hashAndVerify(stored, tried)).toBe(false);
  });

  it("R-027: is worth nothing without the pepper", async () => {
    const hash = await hasher.hash("correct horse");
    const bare = hash.slice("k1".length);
    expect(await verify(bare, "correct horse")).toBe(false);
    expect(await verify(bare, "correct horse", { secret: k1 })).toBe(false);
    const secret = ring.deriveCurrentSubKey("pepper").export();
    expect(await verify(bare, "correct horse", { secret })).toBe(true);
  });

  it("R-050: with nobody's hash does the same work and says no", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 0 });
    const small = await createArgon2PasswordHasher(pepperSourceOf(ring), {
      making: queue,
      comparing: queue,
    });
    const answer = small.verify("correct horse", undefined);
    expect(queue.running).toBe(1);
    expect(await answer).toBe(false);
    const other = await createArgon2PasswordHasher(pepperSourceOf(ring), {
      making: queue,
      comparing: queue,
    });
    expect(await other.verify("", undefined)).toBe(false);
  });

  it("R-050: says no even to the password behind the decoy", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 0 });
    const decoyHash = await hasher.hash("correct horse");
    const known = new Argon2PasswordHasher(
      { making: queue, comparing: queue },
      pepperSourceOf(ring),
      decoyHash,
    );
    expect(await known.verify("correct horse", decoyHash)).toBe(true);
    expect(await known.verify("correct horse", undefined)).toBe(false);
  });

  it("verifies under the key that hashed, and hashes under the current one", async () => {
    const old = await hasher.hash("correct horse");
    const both = new Map([
      ["k1", k1],
      ["k2", k2],
    ]);
    const rotated = await createArgon2PasswordHasher(pepperSourceOf(new KeyRing("k2", both)));
    expect(await rotated.verify("correct horse", old)).toBe(true);
    expect(await rotated.verify("wrong horse", old)).toBe(false);
    expect(await rotated.hash("correct horse")).toMatch(/^k2\$argon2id\$/);
    expect(await rotated.verify("correct horse", old.replace("k1$", "k2$"))).toBe(false);
  });

  it("R-078: finds a pepper that came in while it ran, and says which hashes are of an old one", async () => {
    const hash = await hasher.hash("correct horse");
    const secrets = new Map([["k2", k2]]);
    const late: PepperSource = {
      current: async () => ({ id: "k2", secret: k2 }),
      known: (id) => secrets.get(id),
      reload: async () => {
        secrets.set("k1", new Uint8Array(ring.deriveCurrentSubKey("pepper").export()));
      },
    };
    const running = await createArgon2PasswordHasher(late);
    expect(await running.verify("correct horse", hash)).toBe(true);
    expect(await running.isCurrent(hash)).toBe(false);
    expect(await running.isCurrent(await running.hash("correct horse"))).toBe(true);
  });

  it("R-108: a key that is not in the ring is a fault, not a wrong password", async () => {
    const old = await hasher.hash("correct horse");
    const other = pepperSourceOf(new KeyRing("k2", new Map([["k2", k2]])));
    const without = await createArgon2PasswordHasher(other);
    await expect(without.verify("correct horse", old)).rejects.toMatchObject({
      name: "SecretUnreadableError",
      code: "secret_unreadable",
    });
  });

  it.each([
    "",
    "k1",
    "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA",
    "k1$argon2id$",
    "k1$argon2id$v=19$m=19456,t=2,p=1$AAAA",
    "k1$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "k1$2b$10$OP/ksuGCjn23hUIliCmF6eXzL3Lb0RQsZsVaoEFMmGWmoPjCrbfK2",
  ])("R-108: a stored hash %j is a fault, not a wrong password", async (hash) => {
    await expect(hasher.verify("correct horse", hash)).rejects.toMatchObject({
      name: "FaultError",
      code: "invariant_broken",
    });
  });

  it("R-030: of 100 at once, 66 are made by default and 34 answer busy", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => hasher.verify("correct horse", undefined)),
    );
    const busy = results.filter((result) => result.status === "rejected");
    expect(busy).toHaveLength(34);
    expect(busy.every((result) => result.reason.code === "busy")).toBe(true);
    expect(await hashAndVerify("correct horse", "correct horse")).toBe(true);
  });
});
