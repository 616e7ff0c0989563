import type { Messages } from "./catalogue.ts";

/** Letters as long as a wordy language makes them. */
const FILLING = " ואריכות";

/**
 * The catalogue of the pseudo-language: the same texts, each half as long again and from right to left.
 */
export function createPseudo(messages: Messages): Messages {
  return pseudo(messages);
}

function pseudo<T>(value: T): T;
function pseudo(value: unknown): unknown {
  if (typeof value === "string") return lengthen(value);
  if (typeof value === "function") {
    return (...facts: readonly unknown[]): unknown => {
      const text: unknown = Reflect.apply(value, undefined, facts);
      return pseudo(text);
    };
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pseudo(each)]));
}

function lengthen(text: string): string {
  const count = Math.ceil(text.length / 2 / FILLING.length);
  return `\u2067${text}${FILLING.repeat(count)}\u2069`;
}
