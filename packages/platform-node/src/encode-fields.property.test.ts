import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import { encodeFields } from "./encode-fields.ts";

const numRuns = rounds(2000, 100_000);
// Few characters, the encoding's own among them, so that collisions would be found.
const field = fc.string({ unit: fc.constantFrom("0", "1", ":", ",", "é", "😀", ""), maxLength: 6 });
const fields = fc.array(field, { maxLength: 4 });

describe("encodeFields", () => {
  it("is the same for the same fields only", () => {
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        const equal = a.length === b.length && a.every((text, i) => text === b[i]);
        expect(Buffer.from(encodeFields(a)).equals(encodeFields(b))).toBe(equal);
      }),
      { numRuns },
    );
  });

  it("differs wherever the boundary between two fields lies", () => {
    const text = "1:a,2:bb,é";
    const cuts = Array.from({ length: text.length + 1 }, (_, at) =>
      Buffer.from(encodeFields([text.slice(0, at), text.slice(at)])).toString("hex"),
    );
    expect(new Set(cuts).size).toBe(cuts.length);
  });

  it("counts bytes, not characters", () => {
    expect(Buffer.from(encodeFields(["é", ""])).toString()).toBe("2:é,0:,");
  });
});
