const SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Longer texts are not keys. Bounds the work that a stranger's text can cause. */
const MAX_BASE32_CHARACTERS = 4096;

/**
 * Base32 of RFC 4648 §6 in capital letters, without padding: the form of set-up keys and of the
 * `secret` in otpauth URIs.
 *
 * @example
 * encodeBase32(new TextEncoder().encode("foobar")); // "MZXW6YTBOI"
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5) {
      pendingBits -= 5;
      text += SYMBOLS.charAt((pending >>> pendingBits) & 31);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return pendingBits === 0 ? text : text + SYMBOLS.charAt((pending << (5 - pendingBits)) & 31);
}

/**
 * The bytes of a Base32 text as people and apps write it: either case, white space and hyphens
 * anywhere, padding or none, up to 4096 characters. `undefined` for anything else; look-alikes
 * (0, 1, 8) are not guessed at, since a wrong guess makes a key whose codes never match.
 *
 * Bits left over after the last whole byte are dropped, even when they are not zero and whatever
 * the number of symbols: RFC 4648 §3.5 lets a decoder choose, and apps hand out keys of 14 or 17
 * symbols which everybody else reads this way. So several texts can mean one key: compare the
 * bytes, never the texts. The empty text gives no bytes; any other gives at least one.
 *
 * @example
 * decodeBase32("mzxw 6ytb oi"); // the bytes of "foobar"
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  if (text.length > MAX_BASE32_CHARACTERS) return undefined;
  const match = /^(?:([A-Za-z2-7]{2,})=*)?$/.exec(text.replace(/[\s-]/g, ""));
  if (match === null) return undefined;
  const symbols = (match[1] ?? "").toUpperCase();
  const bytes = new Uint8Array(Math.floor((symbols.length * 5) / 8));
  let pending = 0;
  let pendingBits = 0;
  let written = 0;
  for (const symbol of symbols) {
    pending = ((pending << 5) | SYMBOLS.indexOf(symbol)) & 0xfff;
    pendingBits += 5;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[written] = pending >>> pendingBits;
      written += 1;
    }
  }
  return bytes;
}
