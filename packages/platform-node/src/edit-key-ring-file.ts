import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { KeyRingFile } from "@twinlatch/verifier";
import { KEY_BYTES } from "./key-ring.ts";
import { KeyRingError } from "./key-ring-error.ts";
import { type ReadKeyRingOptions, readKeyRingText } from "./key-ring-file.ts";
import { parseKeyRing } from "./parse-key-ring.ts";

interface RingText {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Changes a key file by replacing it: whoever reads finds the old file or the new one, and a crash
 * leaves one of them. Owner and mode stay. Each call throws KeyRingError when that is not possible.
 */
export function editableKeyRingFile(file: string, options: ReadKeyRingOptions = {}): KeyRingFile {
  const change = (work: (ring: RingText) => RingText): void => {
    const text = readKeyRingText(file, options);
    parseKeyRing(text);
    // Parsed strictly a line above: it is an object of `current` and `keys` and nothing else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    replaceFile(file, work(JSON.parse(text) as RingText));
  };
  const withNewKey = (ring: RingText, keyId: string): RingText => {
    const key = randomBytes(KEY_BYTES).toString("base64");
    return { ...ring, keys: { ...ring.keys, [keyId]: key } };
  };
  return {
    addCurrentKey: (keyId) => change((ring) => ({ ...withNewKey(ring, keyId), current: keyId })),
    makeCurrent: (keyId) => change((ring) => ({ ...ring, current: keyId })),
    addKey: (keyId) => change((ring) => withNewKey(ring, keyId)),
    removeKey: (keyId) =>
      change((ring) => {
        const { [keyId]: _removed, ...keys } = ring.keys;
        return { ...ring, keys };
      }),
  };
}

function replaceFile(file: string, ring: RingText): void {
  const text = `${JSON.stringify(ring, null, 2)}\n`;
  // What would not be read back is not written.
  parseKeyRing(text);
  const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    const { uid, gid } = statSync(file);
    writeDurably(draft, text, { uid, gid });
    renameSync(draft, file);
    syncFolder(dirname(resolve(file)));
  } catch (error) {
    rmSync(draft, { force: true });
    throw new KeyRingError("key_file_unreadable", `Key file ${file}: cannot be replaced`, {
      cause: error,
    });
  }
}

function writeDurably(file: string, text: string, owner: { uid: number; gid: number }): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    // Whoever rotates as root must not take the file away from the server.
    const isMine = owner.uid === process.getuid?.() && owner.gid === process.getgid?.();
    if (process.getuid !== undefined && !isMine) chownSync(file, owner.uid, owner.gid);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(folder: string): void {
  // Windows has no such call, and keeps its directory entries durable by itself.
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
