import { encodeBase32 } from "@twinlatch/otp";
import type { Random } from "./random.ts";

/** Prefix of an id says what it names. */
export type IdPrefix =
  | "acc"
  | "brk"
  | "chl"
  | "dev"
  | "eml"
  | "evt"
  | "fac"
  | "inv"
  | "ntc"
  | "pho"
  | "rcs"
  | "rpl"
  | "ses"
  | "smc"
  | "sup"
  | "txt";

const ID_TIME_BYTES = 6;
const ID_RANDOM_BYTES = 10;
const TOKEN_BYTES = 32;

/**
 * Makes an id such as `fac_aggw2vpjyxanfzlvoswg4zlsm4`: 48 bits of the time in milliseconds and 80 random
 * bits, laid out like a UUID of version 7 (RFC 9562 §5.7). No secret: whoever knows one can do nothing.
 */
export function newId(random: Random, prefix: IdPrefix, nowMillis: number): string {
  const bytes = new Uint8Array(ID_TIME_BYTES + ID_RANDOM_BYTES);
  // What is made at the same time lies side by side in the database: a commit writes fewer pages.
  const time = new DataView(bytes.buffer);
  time.setUint32(0, Math.floor(nowMillis / 2 ** 16));
  time.setUint16(4, nowMillis % 2 ** 16);
  bytes.set(random.bytes(ID_RANDOM_BYTES), ID_TIME_BYTES);
  return `${prefix}_${encodeBase32(bytes).toLowerCase()}`;
}

/** Prefix of a token tells a secret scanner, and a person who finds one, what it is. */
export type TokenPrefix =
  | "twl_session"
  | "twl_ticket"
  | "twl_proof"
  | "twl_reset"
  | "twl_signup"
  | "twl_browser"
  | "twl_device"
  | "twl_replacement"
  | "twl_invitation";

/** Makes a secret token of 256 random bits. Only its digest is ever stored. */
export function newToken(random: Random, prefix: TokenPrefix): string {
  return `${prefix}_${encodeBase32(random.bytes(TOKEN_BYTES)).toLowerCase()}`;
}
