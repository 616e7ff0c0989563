import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AesGcmSecretBox } from "./aes-gcm-secret-box.ts";
import { editableKeyRingFile } from "./edit-key-ring-file.ts";
import type { KeyRingErrorCode } from "./key-ring-error.ts";
import { createKeyRingFile, readKeyRing } from "./key-ring-file.ts";
import { LiveKeyRing } from "./live-key-ring.ts";
import { NodeRandom } from "./node-random.ts";

const PLACE = { projectId: "p", subjectId: "s", record: "r", field: "f" };
const SECRET = Uint8Array.of(1, 2, 3);
const random = new NodeRandom();

let folder: string;
let file: string;
let refused: KeyRingErrorCode[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-keys-"));
  file = join(folder, "keys.json");
  await createKeyRingFile(file);
  refused = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function openBox(): AesGcmSecretBox {
  const ring = new LiveKeyRing(file, { onRefused: ({ code }) => refused.push(code) });
  return new AesGcmSecretBox(ring, random);
}

function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(2, 2 + (sealed[1] ?? 0))).toString();
}

describe("a key ring that follows its file", () => {
  it("R-078: seals under the new key from the moment the file names it", () => {
    const box = openBox();
    expect(keyIdOf(box.seal(SECRET, PLACE))).toBe("k1");
    editableKeyRingFile(file).addCurrentKey("k2");
    expect(keyIdOf(box.seal(SECRET, PLACE))).toBe("k2");
    expect(box.readRing()).toEqual({ currentId: "k2", ids: ["k1", "k2"] });
  });

  it("R-078: opens what another process sealed under a key it has not seen, and what is older", () => {
    const [one, other] = [openBox(), openBox()];
    const old = one.seal(SECRET, PLACE);
    editableKeyRingFile(file).addCurrentKey("k2");
    const fresh = other.seal(SECRET, PLACE);
    expect(keyIdOf(fresh)).toBe("k2");
    expect(one.open(fresh, PLACE)).toEqual(SECRET);
    expect(one.open(old, PLACE)).toEqual(SECRET);
  });

  it("R-077: keeps its keys when the file cannot be used any more, and says so once", async () => {
    const box = openBox();
    const old = box.seal(SECRET, PLACE);
    const good = await readFile(file, "utf8");
    await writeFile(file, good.slice(0, 20));
    expect(keyIdOf(box.seal(SECRET, PLACE))).toBe("k1");
    box.seal(SECRET, PLACE);
    expect(refused).toEqual(["key_file_malformed"]);
    await writeFile(file, good);
    editableKeyRingFile(file).addCurrentKey("k2");
    expect(keyIdOf(box.seal(SECRET, PLACE))).toBe("k2");
    expect(box.open(old, PLACE)).toEqual(SECRET);
    await rm(file);
    expect(keyIdOf(box.seal(SECRET, PLACE))).toBe("k2");
    expect(refused).toEqual(["key_file_malformed", "key_file_missing"]);
  });

  it("R-079: takes no other key by an id that it knows", async () => {
    const box = openBox();
    const old = box.seal(SECRET, PLACE);
    const other = randomBytes(32).toString("base64");
    await writeFile(file, JSON.stringify({ current: "k1", keys: { k1: other } }));
    const still = box.seal(SECRET, PLACE);
    expect(refused).toEqual(["key_wrong"]);
    expect([box.open(old, PLACE), box.open(still, PLACE)]).toEqual([SECRET, SECRET]);
  });
});

describe("changing a key file", () => {
  it("adds a key that seals nothing yet, makes it current, and takes one out", async () => {
    const edit = editableKeyRingFile(file);
    edit.addKey("k2");
    expect((await readKeyRing(file)).currentId).toBe("k1");
    edit.makeCurrent("k2");
    expect((await readKeyRing(file)).currentId).toBe("k2");
    edit.removeKey("k1");
    edit.removeKey("k1");
    expect((await readKeyRing(file)).ids).toEqual(["k2"]);
  });

  it("keeps its mode, leaves no draft, and keeps every other key", async () => {
    const before = await readKeyRing(file);
    editableKeyRingFile(file).addCurrentKey("k2");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readKeyRing(file)).findContradictions(before)).toEqual([]);
    const names = await readdir(folder);
    expect(names).toEqual(["keys.json"]);
  });

  it.each<[string, (edit: ReturnType<typeof editableKeyRingFile>) => void]>([
    ["to take out the current key", (edit) => edit.removeKey("k1")],
    ["to make a key current that is not there", (edit) => edit.makeCurrent("k9")],
    ["an id that no key may have", (edit) => edit.addKey("K 2")],
  ])("refuses %s, and changes nothing", async (_, change) => {
    const before = await readFile(file, "utf8");
    expect(() => change(editableKeyRingFile(file))).toThrow(/key/i);
    expect(await readFile(file, "utf8")).toBe(before);
  });
});
