import { describe, expect, it } from "vitest";
import { NodeRandom } from "./node-random.ts";

const random = new NodeRandom();

describe("NodeRandom", () => {
  it.each([0, 1, 12, 32, 100_000])("gives %i bytes of memory of their own", (length) => {
    const bytes = random.bytes(length);
    expect(bytes).toHaveLength(length);
    expect(bytes.constructor).toBe(Uint8Array);
    expect(bytes.buffer.byteLength).toBe(length);
  });

  it("gives other bytes every time, and every value of a byte", () => {
    const seen = new Set(Array.from({ length: 1000 }, () => random.bytes(16).join()));
    expect(seen.size).toBe(1000);
    expect(new Set(random.bytes(20_000)).size).toBe(256);
  });
});
