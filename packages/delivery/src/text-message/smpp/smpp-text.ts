import smpp from "smpp";

/** What the message centre reads `data_coding` 0 as. */
export type DefaultAlphabet = "gsm7" | "latin1";

/** The fields of a `submit_sm` that carry a text. */
export interface EncodedText {
  readonly data_coding: number;
  readonly short_message: Uint8Array;
  /** Instead of `short_message`, for what does not fit into one message. */
  readonly message_payload?: Uint8Array;
}

const DATA_CODING_DEFAULT = 0;
const DATA_CODING_UCS2 = 8;
/** Characters of a message in the default alphabet, one an octet here (3GPP TS 23.038 §4). */
const MAX_DEFAULT_OCTETS = 160;
const MAX_UCS2_OCTETS = 140;
/** A relative time: years, months, days, hours, minutes, seconds, tenths, quarters of hours, `R` (SMPP 3.4 §7.1.1). */
const MAX_VALIDITY_SECONDS = 86_399;

/**
 * Encodes a text in the default alphabet, or in UCS-2 where that has not all of its characters. What
 * is longer than one message is handed over whole: the message centre splits it, and it is taken or
 * refused as one.
 */
export function encodeText(text: string, alphabet: DefaultAlphabet): EncodedText {
  const { ASCII, LATIN1, UCS2 } = smpp.encodings;
  const inDefault = alphabet === "gsm7" ? ASCII : LATIN1;
  const isDefault = inDefault.match(text);
  const data_coding = isDefault ? DATA_CODING_DEFAULT : DATA_CODING_UCS2;
  const octets = (isDefault ? inDefault : UCS2).encode(text);
  if (octets.length <= (isDefault ? MAX_DEFAULT_OCTETS : MAX_UCS2_OCTETS)) {
    return { data_coding, short_message: octets };
  }
  return { data_coding, short_message: Buffer.alloc(0), message_payload: octets };
}

/** How long the message centre may go on trying, as it writes it: `000000001000000R` is ten minutes. */
export function toValidityPeriod(millis: number): string {
  const seconds = Math.min(Math.max(Math.ceil(millis / 1_000), 1), MAX_VALIDITY_SECONDS);
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  return `000000${two(seconds / 3_600)}${two((seconds / 60) % 60)}${two(seconds % 60)}000R`;
}

/** Type of number and numbering plan of an address (SMPP 3.4 §5.2.5, §5.2.6). */
export interface SmppAddress {
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

/** `+41791234567` is international, `51234` a short code, anything else a name. */
export function toSmppAddress(written: string): SmppAddress {
  if (/^\+[0-9]+$/.test(written)) return { ton: 1, npi: 1, address: written.slice(1) };
  if (/^[0-9]+$/.test(written)) return { ton: 3, npi: 0, address: written };
  return { ton: 5, npi: 0, address: written };
}
