import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in a time that says nothing about where the two differ, nor of how long they are. */
export function isSameSignature(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
