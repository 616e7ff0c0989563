import type { SecretPlace } from "./secret-box.ts";

/** A `SecretBox` for text. */
export interface StringBox {
  seal(text: string, place: SecretPlace): Uint8Array;
  /** @throws SecretUnreadableError as `SecretBox.open` does */
  open(sealed: Uint8Array, place: SecretPlace): string;
}
