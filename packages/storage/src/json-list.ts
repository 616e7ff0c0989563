import { FaultError } from "@twinlatch/verifier";

/** A list of strings as it is stored. */
export function writeList(items: readonly string[]): string {
  return JSON.stringify(items);
}

/**
 * Reads a stored list.
 *
 * @throws FaultError `invariant_broken` when the text is no list of such items
 */
export function readList<Item>(text: string, isItem: (item: unknown) => item is Item): Item[] {
  const items: unknown = JSON.parse(text);
  if (!Array.isArray(items) || !items.every(isItem)) {
    throw new FaultError("invariant_broken", "A stored list holds what was never written");
  }
  return items;
}

export function isString(item: unknown): item is string {
  return typeof item === "string";
}
