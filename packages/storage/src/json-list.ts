import { FaultError } from "@twinlatch/verifier";

/** A list of strings as it is stored. */
export function writeList(items: readonly string[]): string {
  return JSON.stringify(items);
}

/**
 * Reads a stored list. Its items are those that were written, so of the type that was written.
 *
 * @throws FaultError `invariant_broken` when the text is not a list of strings
 */
export function readList<Item extends string>(text: string): readonly Item[] {
  const items: unknown = JSON.parse(text);
  if (!isListOfStrings<Item>(items)) {
    throw new FaultError("invariant_broken", "A stored list is not a list of strings");
  }
  return items;
}

function isListOfStrings<Item extends string>(items: unknown): items is readonly Item[] {
  return Array.isArray(items) && items.every((item) => typeof item === "string");
}
