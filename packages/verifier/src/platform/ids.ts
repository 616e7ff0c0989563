import { encodeBase32 } from "@twinlatch/otp";
import type { Random } from "./random.ts";

/** Prefix of an id says what it names; it carries no other meaning. */
export type IdPrefix = "acc" | "chl" | "evt" | "fac" | "rcs" | "ses" | "sup";

const ID_BYTES = 16;
const TOKEN_BYTES = 32;

/** Makes an opaque id of 128 random bits, such as `fac_mfrggzdfmztwq2lkmfrggzdfmy`. */
export function newId(random: Random, prefix: IdPrefix): string {
  return `${prefix}_${encodeBase32(random.bytes(ID_BYTES)).toLowerCase()}`;
}

/** Prefix of a token tells a secret scanner, and a person who finds one, what it is. */
export type TokenPrefix = "twl_session" | "twl_ticket" | "twl_proof" | "twl_signup";

/** Makes a secret token of 256 random bits. Only its digest is ever stored. */
export function newToken(random: Random, prefix: TokenPrefix): string {
  return `${prefix}_${encodeBase32(random.bytes(TOKEN_BYTES)).toLowerCase()}`;
}
