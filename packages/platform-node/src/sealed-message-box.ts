import type { MailMessage, MessageBox } from "@twinlatch/accounts";
import { type SecretBox, type SecretPlace, SecretUnreadableError } from "@twinlatch/verifier";

/** Messages as JSON in a secret box. */
export class SealedMessageBox implements MessageBox {
  readonly #secretBox: SecretBox;

  constructor(secretBox: SecretBox) {
    this.#secretBox = secretBox;
  }

  seal({ to, subject, text, expiresAtMillis }: MailMessage, place: SecretPlace): Uint8Array {
    const fields = JSON.stringify({ to, subject, text, expiresAtMillis });
    return this.#secretBox.seal(new TextEncoder().encode(fields), place);
  }

  open(sealed: Uint8Array, place: SecretPlace): MailMessage {
    const fields = new TextDecoder().decode(this.#secretBox.open(sealed, place));
    const message: unknown = JSON.parse(fields);
    // Only what this box sealed opens, so that anything else was written by another version.
    if (!isMessage(message)) throw new SecretUnreadableError("The sealed value is no message");
    return message;
  }
}

function isMessage(value: unknown): value is MailMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "to" in value &&
    typeof value.to === "string" &&
    "subject" in value &&
    typeof value.subject === "string" &&
    "text" in value &&
    typeof value.text === "string" &&
    "expiresAtMillis" in value &&
    typeof value.expiresAtMillis === "number"
  );
}
