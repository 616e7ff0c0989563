import { KEY_BYTES, KeyRing } from "./key-ring.ts";
import { KeyRingError, type KeyRingErrorCode } from "./key-ring-error.ts";
import { findKeyWeakness } from "./weak-key.ts";

const KEY_ID = /^[a-z0-9_-]{1,32}$/;

/**
 * Reads the text of a key file: `{"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`.
 *
 * @throws KeyRingError for everything that is not exactly that, and for unsafe keys
 */
export function parseKeyRing(text: string): KeyRing {
  const { current, keys: encoded } = parseShape(text);
  const keys = new Map<string, Uint8Array>();
  for (const [id, value] of Object.entries(encoded)) {
    if (!KEY_ID.test(id)) {
      refuse("key_id_invalid", "A key id has 1 to 32 characters of a-z, 0-9, _ and -");
    }
    keys.set(id, parseKey(id, value));
  }
  refuseEqualKeys(keys);
  if (!keys.has(current)) refuse("key_current_unknown", '"current" names no key of "keys"');
  return new KeyRing(current, keys);
}

function parseShape(text: string): { current: string; keys: object } {
  const value = parseJson(text);
  if (!isObject(value) || Object.keys(value).toSorted().join() !== "current,keys") {
    refuse("key_file_malformed", 'The file must be an object of "current" and "keys", no more');
  }
  const { current, keys }: { current?: unknown; keys?: unknown } = value;
  if (typeof current !== "string") refuse("key_file_malformed", '"current" must be a text');
  if (!isObject(keys)) refuse("key_file_malformed", '"keys" must be an object');
  return { current, keys };
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text: it would carry a key into the log.
    return refuse("key_file_malformed", "The file is not JSON");
  }
  // Nothing in a good file needs an escape, so the only way to lose characters is a second member
  // of the same name, of which JSON.parse silently keeps the last.
  if (dropBlanks(JSON.stringify(value)).length !== dropBlanks(text).length) {
    refuse("key_file_malformed", "The file names a member twice, or uses escapes");
  }
  return value;
}

function dropBlanks(text: string): string {
  return text.replaceAll(/\s/g, "");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseKey(id: string, value: unknown): Uint8Array {
  if (typeof value !== "string") refuse("key_file_malformed", `Key "${id}" must be a text`);
  const key = new Uint8Array(Buffer.from(value, "base64"));
  if (key.length !== KEY_BYTES || Buffer.from(key).toString("base64") !== value) {
    refuse("key_length_wrong", `Key "${id}" must be the base64 of exactly ${KEY_BYTES} bytes`);
  }
  const weakness = findKeyWeakness(key);
  if (weakness !== undefined) refuse("key_weak", `Key "${id}" is not a random key: ${weakness}`);
  return key;
}

function refuseEqualKeys(keys: ReadonlyMap<string, Uint8Array>): void {
  const idsByKey = new Map<string, string>();
  for (const [id, key] of keys) {
    const text = Buffer.from(key).toString("base64");
    const other = idsByKey.get(text);
    if (other !== undefined) refuse("key_duplicate", `Keys "${other}" and "${id}" are the same`);
    idsByKey.set(text, id);
  }
}

function refuse(code: KeyRingErrorCode, message: string): never {
  throw new KeyRingError(code, message);
}
