/**
 * Encodes texts so that no two lists have the same bytes: each becomes a netstring, `5:hello,` with
 * the length in UTF-8 bytes. ("ab", "c") and ("a", "bc") differ.
 */
export function encodeFields(fields: readonly string[]): Uint8Array {
  return Buffer.from(fields.map((field) => `${Buffer.byteLength(field)}:${field},`).join(""));
}
