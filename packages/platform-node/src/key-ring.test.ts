import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";

const random = new NodeRandom();
const k1 = random.bytes(32);
const k2 = random.bytes(32);
const ring = new KeyRing(
  "k2",
  new Map([
    ["k1", k1],
    ["k2", k2],
  ]),
);

describe("KeyRing", () => {
  it("derives another key for each purpose and each id, and the same one every time", () => {
    const purposes = ["sealing", "keyedHash", "pepper"] as const;
    const derive = () =>
      purposes.flatMap((purpose) =>
        [...ring.deriveSubKeys(purpose)].map(
          ([id, key]) => `${id} ${key.export().toString("hex")}`,
        ),
      );
    expect(new Set(derive()).size).toBe(6);
    expect(derive()).toEqual(derive());
    expect(derive().every((text) => text.length === 3 + 64)).toBe(true);
  });

  it("derives as RFC 5869 says, so that another program can read the data", () => {
    const fixed = new KeyRing(
      "k1",
      new Map([["k1", Uint8Array.from({ length: 32 }, (_, i) => i)]]),
    );
    expect(fixed.deriveCurrentSubKey("sealing").export().toString("hex")).toBe(
      "996ed14e393d8d45e84e7ddc5885b8bf9fde855b8ce23b860d934dd8134f5afb",
    );
  });

  it("uses the current key for new values", () => {
    const current = ring.deriveCurrentSubKey("pepper");
    expect(ring.deriveSubKeys("pepper").get("k2")?.equals(current)).toBe(true);
    expect(ring.deriveSubKeys("pepper").get("k1")?.equals(current)).toBe(false);
  });

  it("R-083: shows no key when it is printed or serialised", () => {
    const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    const subKeys = inspect(ring.deriveSubKeys("sealing"), { depth: 9, showHidden: true });
    const secrets = [k1, k2, ...[...ring.deriveSubKeys("sealing").values()].map((k) => k.export())];
    for (const secret of secrets) {
      const bytes = Buffer.from(secret);
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(shown + subKeys).not.toContain(bytes.toString(encoding).slice(0, 12));
      }
      expect(shown + subKeys).not.toContain([...bytes.subarray(0, 4)].join(", "));
    }
  });

  it("refuses a ring without its current key, or with a key of another length", () => {
    expect(() => new KeyRing("k3", new Map([["k1", k1]]))).toThrow(RangeError);
    expect(() => new KeyRing("k1", new Map([["k1", k1.subarray(1)]]))).toThrow(RangeError);
  });
});
