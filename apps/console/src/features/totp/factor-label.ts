import { messages } from "../../messages/messages.ts";

const MAX_LABEL_LENGTH = 64;

/** What is wrong with a name for an authenticator app, by the contract's rule; null when nothing is. */
export function labelError(label: string): string | null {
  const trimmed = label.trim();
  if (trimmed === "") return messages.security.nameEmpty;
  return [...trimmed].length > MAX_LABEL_LENGTH || /\p{C}/u.test(trimmed)
    ? messages.security.nameInvalid
    : null;
}
