import fc from "fast-check";

const character = fc
  .oneof(fc.nat(0x7f), fc.nat(0x2fff), fc.integer({ min: 0xd800, max: 0xffff }), fc.nat(0x10ffff))
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Any JavaScript string, unpaired surrogates included; ASCII and the first planes come often. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength });
}
