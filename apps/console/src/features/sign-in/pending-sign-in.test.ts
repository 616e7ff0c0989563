import { expect, it } from "vitest";
import { forgetPendingSignIn, keepPendingSignIn, readPendingSignIn } from "./pending-sign-in.ts";

function memoryStorage(entries: Record<string, string> = {}): Storage {
  const map = new Map(Object.entries(entries));
  return {
    get length() {
      return map.size;
    },
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  };
}

const pending = { challengeId: "chl_1", email: "ada@example.org", returnTo: "/account/security" };

it("a reload finds the waiting sign-in, until it is forgotten", () => {
  const storage = memoryStorage();
  expect(readPendingSignIn(storage)).toBeNull();
  keepPendingSignIn(pending, storage);
  expect(readPendingSignIn(storage)).toEqual(pending);
  forgetPendingSignIn(storage);
  expect(readPendingSignIn(storage)).toBeNull();
});

it.each(["", "{", "null", "[]", '{"challengeId":1,"email":"a","returnTo":"/"}'])(
  "what is not one is not taken for one: %j",
  (text) => {
    const storage = memoryStorage({ "twinlatch.pending-sign-in": text });
    expect(readPendingSignIn(storage)).toBeNull();
  },
);
