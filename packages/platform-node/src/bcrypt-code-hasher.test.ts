import { describe, expect, it } from "vitest";
import { createBcryptCodeHasher } from "./bcrypt-code-hasher.ts";
import { HashQueue } from "./hash-queue.ts";

const CODE = "3KQ7WT2M9XHJ4PDE";
const hasher = await createBcryptCodeHasher();

describe("BcryptCodeHasher", () => {
  it("R-027: stores bcrypt of cost 10 with a salt of its own, and nothing of the code", async () => {
    const hashes = await Promise.all(Array.from({ length: 8 }, () => hasher.hash(CODE)));
    for (const hash of hashes) {
      expect(hash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
      expect(hash).not.toContain(CODE);
    }
    expect(new Set(hashes.map((hash) => hash.slice(0, 29))).size).toBe(8);
  });

  it("R-027: takes the code and no other", async () => {
    const hash = await hasher.hash(CODE);
    expect(await hasher.verify(CODE, hash)).toBe(true);
    for (const wrong of [CODE.toLowerCase(), `${CODE}0`, CODE.slice(1), "", `${CODE}\0`]) {
      expect(await hasher.verify(wrong, hash), JSON.stringify(wrong)).toBe(false);
    }
  });

  it("R-029: refuses more than 64 bytes before hashing, of which bcrypt would drop the end", async () => {
    const hash = await hasher.hash("A".repeat(64));
    expect(await hasher.verify("A".repeat(64), hash)).toBe(true);
    for (const long of ["A".repeat(65), "A".repeat(164), "é".repeat(33)]) {
      const fault = { name: "FaultError", code: "invariant_broken" };
      await expect(hasher.verify(long, hash)).rejects.toMatchObject(fault);
      await expect(hasher.hash(long)).rejects.toMatchObject(fault);
    }
  });

  it("R-030: offers a decoy that costs a real comparison and that no code matches", async () => {
    expect(hasher.decoyHash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
    expect(hasher.decoyHash).not.toBe((await createBcryptCodeHasher()).decoyHash);
    expect(await hasher.verify(CODE, hasher.decoyHash)).toBe(false);
    expect(await hasher.verify("", hasher.decoyHash)).toBe(false);
  });

  it("R-030: of 100 comparisons at once, 33 are made by default and 67 answer busy", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => hasher.verify(CODE, hasher.decoyHash)),
    );
    const busy = results.filter((result) => result.status === "rejected");
    expect(busy).toHaveLength(67);
    expect(busy.every((result) => result.reason.code === "busy")).toBe(true);
    expect(results.filter((result) => result.status === "fulfilled" && result.value)).toEqual([]);
    expect(await hasher.verify(CODE, await hasher.hash(CODE))).toBe(true);
  });

  it("R-030: a flood of making leaves comparing its places, and the other way round", async () => {
    const narrow = () => new HashQueue({ concurrency: 1, maxWaiting: 0 });
    const small = await createBcryptCodeHasher({ making: narrow(), comparing: narrow() });
    const made = small.hash(CODE);
    await expect(small.hash(CODE)).rejects.toMatchObject({ code: "busy" });
    const compared = small.verify(CODE, small.decoyHash);
    await expect(small.verify(CODE, small.decoyHash)).rejects.toMatchObject({ code: "busy" });
    expect(await compared).toBe(false);
    expect(await small.verify(CODE, await made)).toBe(true);
  });

  it.each(["", "no hash", "$2b$10$short", "$2a$04$".padEnd(60, "x"), "$2b$31$".padEnd(60, "x")])(
    "R-108: a stored hash %j is a fault, not a wrong code",
    async (hash) => {
      await expect(hasher.verify(CODE, hash)).rejects.toMatchObject({ code: "invariant_broken" });
    },
  );
});
