import type { SecretBox, SecretPlace, StringBox } from "@twinlatch/verifier";

/** Text as UTF-8 in a secret box. */
export class SealedStringBox implements StringBox {
  readonly #secretBox: SecretBox;

  constructor(secretBox: SecretBox) {
    this.#secretBox = secretBox;
  }

  seal(text: string, place: SecretPlace): Uint8Array {
    return this.#secretBox.seal(new TextEncoder().encode(text), place);
  }

  open(sealed: Uint8Array, place: SecretPlace): string {
    return new TextDecoder().decode(this.#secretBox.open(sealed, place));
  }
}
