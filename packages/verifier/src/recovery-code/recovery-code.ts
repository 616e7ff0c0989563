import type { Random } from "../platform/random.ts";

/** Codes in a set. Each carries its slot, 1 to 8, so that one guess costs one comparison. */
export const RECOVERY_CODES_PER_SET = 8;
/** The slot of a code that an operator made: beside the set, never in it. */
export const BREAK_GLASS_SLOT = 9;
/** Longest text that is looked at; far below the 72 bytes at which bcrypt stops reading. */
const MAX_RECOVERY_CODE_LENGTH = 64;

/** Crockford's Base32: no I, L, O or U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_SYMBOLS = 16;
const GROUP = /.{4}/g;
const CANONICAL = /^([1-9])([0-9A-HJKMNP-TV-Z]{16})$/;
const BLANKS_AND_DASHES = /[\s\p{Pd}\u2212]/gu;

/** A recovery code taken apart. */
export interface RecoveryCode {
  /** 1 to 8 in a set; 9 when an operator made it. */
  readonly slot: number;
  /** 16 symbols, 80 bits: what is hashed. */
  readonly symbols: string;
}

/** Makes one code of 80 random bits for the slot. */
export function newRecoveryCode(random: Random, slot: number): RecoveryCode {
  // 32 symbols divide 256 evenly: five bits of each byte are uniform.
  const symbols = Array.from(random.bytes(CODE_SYMBOLS), (byte) => ALPHABET.charAt(byte & 31));
  return { slot, symbols: symbols.join("") };
}

/** Writes a code as people see it: `3-K7QF-2MXA-9T4W-PZ8C`. */
export function formatRecoveryCode(code: RecoveryCode): string {
  return [code.slot, ...(code.symbols.match(GROUP) ?? [])].join("-");
}

/**
 * Reads a code as people type it: any case, blanks and dashes anywhere, O for 0, I or L for 1,
 * full-width signs. Undefined when it is longer than 64 characters or not a slot and 16 symbols.
 */
export function parseRecoveryCode(text: string): RecoveryCode | undefined {
  if (text.length > MAX_RECOVERY_CODE_LENGTH) return undefined;
  const canonical = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(BLANKS_AND_DASHES, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const [, slot, symbols] = CANONICAL.exec(canonical) ?? [];
  return slot === undefined || symbols === undefined ? undefined : { slot: Number(slot), symbols };
}
