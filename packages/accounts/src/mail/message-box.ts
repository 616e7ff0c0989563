import type { SecretPlace } from "@twinlatch/verifier";
import type { MailMessage } from "./mailer.ts";

/** Seals messages while they wait in the database. */
export interface MessageBox {
  seal(message: MailMessage, place: SecretPlace): Uint8Array;
  /** @throws SecretUnreadableError when it was altered, moved, or sealed under a key not in the ring */
  open(sealed: Uint8Array, place: SecretPlace): MailMessage;
}
