import { randomBytes } from "node:crypto";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyRingErrorCode } from "./key-ring-error.ts";
import { createKeyRingFile, readKeyRing } from "./key-ring-file.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-keys-"));
  file = join(folder, "keys.json");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const good = randomBytes(32).toString("base64");
const other = randomBytes(32).toString("base64");

async function write(content: unknown, mode = 0o600): Promise<void> {
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  await chmod(file, mode);
}

function ringOf(key: Uint8Array): unknown {
  return { current: "k1", keys: { k1: Buffer.from(key).toString("base64") } };
}

describe("readKeyRing", () => {
  it("reads several keys, of which one is current", async () => {
    await write({ current: "2026-01", keys: { "7": good, "2026-01": other, _old: randomKey() } });
    const ring = await readKeyRing(file);
    expect(ring.currentId).toBe("2026-01");
    expect([...ring.deriveSubKeys("sealing").keys()].toSorted()).toEqual(["2026-01", "7", "_old"]);
  });

  it("takes an id that is special elsewhere for an ordinary one", async () => {
    await write(`{"current":"__proto__","keys":{"__proto__":"${good}"}}`);
    expect((await readKeyRing(file)).currentId).toBe("__proto__");
  });

  it("R-077: says that the file is missing", async () => {
    await expectRefusal("key_file_missing");
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666, 0o777])(
    "R-077: refuses a file of mode %o",
    async (mode) => {
      await write(ringOf(randomBytes(32)), mode);
      await expectRefusal("key_file_exposed");
    },
  );

  it("R-077: looks at the file behind a link", async () => {
    await write(ringOf(randomBytes(32)), 0o644);
    const link = join(folder, "link.json");
    await symlink(file, link);
    await expect(readKeyRing(link)).rejects.toMatchObject({ code: "key_file_exposed" });
  });

  it("R-077: takes systemd's mode 0440 in the credentials folder only, and nothing wider", async () => {
    await write(ringOf(randomBytes(32)), 0o440);
    await expectRefusal("key_file_exposed");
    await expect(
      readKeyRing(file, { credentialsDirectory: join(folder, "other") }),
    ).rejects.toMatchObject({ code: "key_file_exposed" });
    const ring = await readKeyRing(file, { credentialsDirectory: `${folder}/` });
    expect(ring.currentId).toBe("k1");
    for (const mode of [0o444, 0o460, 0o450]) {
      await chmod(file, mode);
      await expect(readKeyRing(file, { credentialsDirectory: folder })).rejects.toMatchObject({
        code: "key_file_exposed",
      });
    }
  });

  it("R-077: refuses a folder, and a file far too large", async () => {
    await mkdir(file, 0o700);
    await expectRefusal("key_file_unreadable");
    await rm(file, { recursive: true });
    await write(" ".repeat(70_000));
    await expectRefusal("key_file_unreadable");
  });

  it("R-077: says that the path leads nowhere", async () => {
    await write("");
    await expect(readKeyRing(join(file, "keys.json"))).rejects.toMatchObject({
      code: "key_file_unreadable",
    });
  });

  it.each<[string, unknown]>([
    ["an empty file", ""],
    ["no JSON", "k1: abc"],
    ["cut JSON", `{"current": "k1", "keys": {"k1": "${good}"`],
    ["null", "null"],
    ["a list", []],
    ["no current", { keys: { k1: good } }],
    ["no keys", { current: "k1" }],
    ["an unknown member", { current: "k1", keys: { k1: good }, note: "x" }],
    ["a current that is no text", { current: 1, keys: { "1": good } }],
    ["keys as a list", { current: "0", keys: [good] }],
    ["a key that is no text", { current: "k1", keys: { k1: { key: good } } }],
    ["an id twice", `{"current":"k1","keys":{"k1":"${good}","k1":"${other}"}}`],
    ["current twice", `{"current":"k2","current":"k1","keys":{"k1":"${good}"}}`],
    ["an escaped id", `{"current":"k1","keys":{"\\u006b1":"${good}"}}`],
  ])("R-077: refuses %s as malformed", async (_name, content) => {
    await write(content);
    await expectRefusal("key_file_malformed");
  });

  it.each(["", "K1", "k 1", "k.1", "ключ", "a".repeat(33)])(
    "R-077: refuses the key id %j",
    async (id) => {
      await write({ current: id, keys: { [id]: good } });
      await expectRefusal("key_id_invalid");
    },
  );

  it("R-077: refuses a current that names no key", async () => {
    await write({ current: "k2", keys: { k1: good } });
    await expectRefusal("key_current_unknown");
    await write({ current: "k1", keys: {} });
    await expectRefusal("key_current_unknown");
    await write({ current: "toString", keys: { k1: good } });
    await expectRefusal("key_current_unknown");
  });

  it.each<[string, string]>([
    ["nothing", ""],
    ["16 bytes", randomBytes(16).toString("base64")],
    ["31 bytes", randomBytes(31).toString("base64")],
    ["33 bytes", randomBytes(33).toString("base64")],
    ["hexadecimal", randomBytes(32).toString("hex")],
    ["base64 without padding", good.replace("=", "")],
    ["base64 with a stray character", `${good.slice(0, 20)}!${good.slice(20)}`],
    ["base64url", Buffer.from(new Uint8Array(32).fill(0xfb)).toString("base64url")],
  ])("R-077: refuses a key of %s", async (_name, key) => {
    await write({ current: "k1", keys: { k1: key } });
    await expectRefusal("key_length_wrong");
  });

  it.each<[string, Uint8Array]>([
    ["all zeros", new Uint8Array(32)],
    ["all ones", new Uint8Array(32).fill(0xff)],
    ["counting up", Uint8Array.from({ length: 32 }, (_, i) => i)],
    ["counting down in threes", Uint8Array.from({ length: 32 }, (_, i) => 250 - 3 * i)],
    ["counting past 255", Uint8Array.from({ length: 32 }, (_, i) => 240 + i)],
    ["a phrase", Buffer.from("change-me-change-me-please-now!!")],
    ["hexadecimal digits", Buffer.from(randomBytes(16).toString("hex"))],
    ["16 bytes twice", Uint8Array.from({ length: 32 }, (_, i) => 5 * (i % 16) ** 2)],
    ["few different bytes", Uint8Array.from({ length: 32 }, (_, i) => (i * i * 7) % 11)],
  ])("R-077: refuses a key of %s", async (_name, key) => {
    await write(ringOf(key));
    await expectRefusal("key_weak");
  });

  it("R-077: refuses one key under two ids", async () => {
    await write({ current: "k1", keys: { k1: good, k2: other, k3: good } });
    const message = await expectRefusal("key_duplicate");
    expect(message).toContain('"k1" and "k3"');
  });

  it("R-083: names the file and never a key, however broken the file is", async () => {
    for (const content of [
      `{"current":"k1","keys":{"k1":"${good}"`,
      good,
      { current: "k1", keys: { k1: good.slice(1) } },
    ]) {
      await write(content);
      const error = await readKeyRing(file).catch((reason: unknown) => reason);
      expect(String(error)).toContain(file);
      expect(allTextOf(error)).not.toContain(good.slice(1, 12));
    }
  });
});

describe("createKeyRingFile", () => {
  it("writes a ring that reads back, for the owner only", async () => {
    expect(await createKeyRingFile(file)).toBe("created");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readKeyRing(file)).currentId).toBe("k1");
    expect(await readdir(folder)).toEqual(["keys.json"]);
  });

  it("makes another key every time", async () => {
    await createKeyRingFile(file);
    await createKeyRingFile(`${file}2`);
    expect(await readFile(file, "utf8")).not.toBe(await readFile(`${file}2`, "utf8"));
  });

  it("leaves a file that exists as it is", async () => {
    await write("mine", 0o644);
    expect(await createKeyRingFile(file)).toBe("exists");
    expect(await readFile(file, "utf8")).toBe("mine");
    expect(await readdir(folder)).toEqual(["keys.json"]);
  });

  it("makes one whole file when many processes start at once", async () => {
    const reading = Array.from({ length: 20 }, async () => {
      const outcome = await createKeyRingFile(file);
      const ring = await readKeyRing(file);
      return { outcome, key: ring.deriveCurrentSubKey("sealing").export().toString("hex") };
    });
    const results = await Promise.all(reading);
    expect(results.filter((result) => result.outcome === "created")).toHaveLength(1);
    expect(new Set(results.map((result) => result.key)).size).toBe(1);
  });

  it("says that the folder is missing", async () => {
    await expect(createKeyRingFile(join(folder, "no", "keys.json"))).rejects.toMatchObject({
      name: "KeyRingError",
      code: "key_file_unreadable",
    });
  });
});

function randomKey(): string {
  return randomBytes(32).toString("base64");
}

async function expectRefusal(code: KeyRingErrorCode): Promise<string> {
  const error = await readKeyRing(file).then(
    () => expect.unreachable("the ring was accepted"),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "KeyRingError", code });
  return String(error);
}

function allTextOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${error.stack} ${error.cause === undefined ? "" : allTextOf(error.cause)}`;
}
