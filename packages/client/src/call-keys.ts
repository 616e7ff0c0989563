const KEY_BYTES = 16;

/** The keys of calls that may be repeated. */
export interface CallKeys {
  /** A key for a call: a new one, or that of the same call when it got no answer. */
  keyOf(content: string): string;
  /** Forgets the key of a call that was answered. */
  answered(key: string): void;
}

/**
 * Makes keys of 128 random bits. Only the newest call without an answer is remembered, so that whoever
 * presses the button again gets what the first press did.
 */
export function createCallKeys(): CallKeys {
  let unanswered: { readonly content: string; readonly key: string } | undefined;
  return {
    keyOf(content) {
      if (unanswered?.content !== content) unanswered = { content, key: newKey() };
      return unanswered.key;
    },
    answered(key) {
      if (unanswered?.key === key) unanswered = undefined;
    },
  };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
