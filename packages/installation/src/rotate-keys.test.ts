import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { findKeptAnswer, keepAnswer, MAX_OTHER_BODIES } from "@twinlatch/accounts";
import { editableKeyRingFile, NodeRandom, readKeyRing } from "@twinlatch/platform-node";
import {
  type Clock,
  countOtherThan,
  countUnder,
  prepareSealingKey,
  RETIREMENT_MILLIS,
  retireSealingKey,
  rotateSealingKey,
  totpSecretPlace,
} from "@twinlatch/verifier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ComposedRules, composeRules } from "./compose-rules.ts";
import type { InstallationSettings } from "./installation-settings.ts";

const ORIGIN = { ip: "", userAgent: "test", requestId: "req_1" };
const FACTORS = 250;

let folder: string;
let nowMillis: number;
const clock: Clock = { nowMillis: () => nowMillis };
let opened: ComposedRules[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-installation-"));
  nowMillis = 1_800_000_000_000;
  opened = [];
});

afterEach(async () => {
  for (const { storage } of opened) await storage.close();
  await rm(folder, { recursive: true });
});

function settings(): InstallationSettings {
  return {
    mode: "development",
    port: 4600,
    publicUrl: "http://localhost:4600",
    dataFolder: folder,
    databaseUrl: undefined,
    secretKeysFile: undefined,
    credentialsFolder: undefined,
    productName: "Twinlatch",
    testClockFile: undefined,
  };
}

function keysFile(): string {
  return join(folder, "keys.json");
}

async function open(): Promise<ComposedRules> {
  const mailer = { post: () => undefined, deliver: async () => "delayed" as const };
  const composed = await composeRules(settings(), { clock, mailer });
  opened.push(composed);
  return composed;
}

function toolsOf({ rules, secretBox }: ComposedRules) {
  return {
    keyRingFile: editableKeyRingFile(keysFile()),
    random: new NodeRandom(),
    sealingKeys: secretBox,
    unitOfWork: rules.unitOfWork,
  };
}

function act() {
  return { atMillis: nowMillis, projectId: "prj", origin: ORIGIN };
}

function subjectOf(index: number) {
  return { projectId: "prj", subjectId: `person-${index % 7}` };
}

async function insertFactors({ rules }: ComposedRules): Promise<void> {
  await rules.unitOfWork.write(async ({ totp }) => {
    for (let index = 0; index < FACTORS; index += 1) {
      const id = `fac_${String(index).padStart(4, "0")}`;
      const place = totpSecretPlace(subjectOf(index), id);
      await totp.insert({
        ...subjectOf(index),
        id,
        label: "Phone",
        status: "active",
        isDefault: false,
        algorithm: "SHA1",
        digits: 6,
        periodSeconds: 30,
        sealedSecret: rules.secretBox.seal(Buffer.from(`secret ${index}`), place),
        lastStep: -1,
        consecutiveFailures: 0,
        sessionId: "ses",
        createdAtMillis: nowMillis,
        expiresAtMillis: nowMillis,
        lastUsedAtMillis: undefined,
      });
    }
  });
}

/** What was recorded, read past the stores. */
function readEvents(): readonly unknown[] {
  const database = new DatabaseSync(join(folder, "twinlatch.db"), { readOnly: true });
  const query = "select type || ' ' || outcome || ' ' || target as event from audit_event";
  const events = database.prepare(`${query} order by sequence`).all();
  database.close();
  return events.map(({ event }) => event);
}

async function countOpening({ rules }: ComposedRules): Promise<number> {
  let count = 0;
  for (let person = 0; person < 7; person += 1) {
    const factors = await rules.unitOfWork.read(({ totp }) => totp.list(subjectOf(person)));
    for (const { id, sealedSecret } of factors) {
      const secret = rules.secretBox.open(sealedSecret, totpSecretPlace(subjectOf(person), id));
      if (Buffer.from(secret).toString() === `secret ${Number(id.slice(4))}`) count += 1;
    }
  }
  return count;
}

describe("changing keys", () => {
  it("R-078: seals everything again under the new key, while another process goes on", async () => {
    const [server, operator] = [await open(), await open()];
    await insertFactors(server);
    const password = await server.rules.passwordHasher.hash("correct horse");
    const mailed = server.rules.tokenHash.keyed("sign-up-code", "123456");
    const rotated = await rotateSealingKey(toolsOf(operator), act());
    // The factors, and the wrapped keys of both purposes; the new pepper is under the new key already.
    expect(rotated).toEqual({
      outcome: "rotated",
      keyId: "k2",
      isResumed: false,
      resealed: FACTORS + 2,
      remaining: 0,
    });
    expect(await countOpening(server)).toBe(FACTORS);
    const { passwordHasher, tokenHash } = server.rules;
    expect(tokenHash.keyed("sign-up-code", "123456")).toBe(mailed);
    expect(await passwordHasher.verify("correct horse", password)).toBe(true);
    expect(await passwordHasher.hash("correct horse")).toMatch(/^k2\$argon2id/);
    expect((await open()).rules.tokenHash.keyed("sign-up-code", "123456")).toBe(mailed);
  }, 60_000);

  it("R-078: seals the answers that are kept again too, and passes over one that was taken away", async () => {
    const installation = await open();
    const { rules } = installation;
    const call = { id: "lost", bodyHash: "body" };
    const taken = { ...call, id: "guessed at" };
    const answer = new TextEncoder().encode("recovery codes");
    await rules.unitOfWork.write(async (stores) => {
      for (const each of [call, taken]) await keepAnswer(rules, stores, each, { answer });
      for (let guess = 0; guess < MAX_OTHER_BODIES; guess += 1) {
        await stores.keptAnswers.countOtherBody(taken.id, MAX_OTHER_BODIES);
      }
    });
    const rotated = await rotateSealingKey(toolsOf(installation), act());
    expect(rotated).toMatchObject({ keyId: "k2", resealed: 3, remaining: 0 });
    expect(await countUnder(toolsOf(installation), "k1")).toBe(0);
    expect(await findKeptAnswer(rules, call)).toMatchObject({ outcome: "found", answer });
    expect(await findKeptAnswer(rules, taken)).toEqual({ outcome: "other_body" });
  });

  it("R-078: ends a rotation that was interrupted instead of beginning another", async () => {
    const installation = await open();
    await insertFactors(installation);
    const tools = toolsOf(installation);
    editableKeyRingFile(keysFile()).addCurrentKey("k2");
    const first = await rotateSealingKey(tools, act());
    expect(first).toMatchObject({ keyId: "k2", isResumed: true, resealed: FACTORS + 2 });
    const second = await rotateSealingKey(tools, act());
    expect(second).toMatchObject({ keyId: "k3", isResumed: false, remaining: 0 });
    const finished = await rotateSealingKey(tools, act(), { begins: false });
    expect(finished).toMatchObject({ keyId: "k3", resealed: 0, remaining: 0 });
    expect(await countUnder(tools, "k3")).toBe(FACTORS + 4);
    expect(await countOtherThan(tools, "k3")).toBe(0);
  }, 60_000);

  it("R-078: of two rotations at once one begins and both end it", async () => {
    const [one, other] = [await open(), await open()];
    await insertFactors(one);
    const outcomes = await Promise.all([
      rotateSealingKey(toolsOf(one), act()),
      rotateSealingKey(toolsOf(other), act()),
    ]);
    const ring = await readKeyRing(keysFile());
    expect(ring.ids).toEqual(["k1", "k2"]);
    expect(outcomes.map((outcome) => outcome.outcome === "rotated" && outcome.keyId)).toEqual([
      "k2",
      "k2",
    ]);
    expect(await countOpening(one)).toBe(FACTORS);
    expect(await countOtherThan(toolsOf(one), "k2")).toBe(0);
  }, 60_000);

  it("R-078: takes the key that was prepared, which no start demands before", async () => {
    const installation = await open();
    const tools = toolsOf(installation);
    const before = await readFile(keysFile(), "utf8");
    expect(await prepareSealingKey(tools, act())).toEqual({ outcome: "prepared", keyId: "k2" });
    expect(await prepareSealingKey(tools, act())).toEqual({ outcome: "prepared", keyId: "k2" });
    const prepared = await readFile(keysFile(), "utf8");
    // Another machine, which the file has not reached yet.
    await writeFile(keysFile(), before);
    await open();
    await writeFile(keysFile(), prepared);
    expect(await rotateSealingKey(tools, act())).toMatchObject({ keyId: "k2", remaining: 0 });
    expect((await readKeyRing(keysFile())).currentId).toBe("k2");
  });

  it("R-078: retires a key when nothing needs it, and not before", async () => {
    const installation = await open();
    await insertFactors(installation);
    const tools = toolsOf(installation);
    const retire = (keyId: string) => retireSealingKey(tools, { ...act(), keyId });
    expect(await retire("k1")).toMatchObject({ reason: "key_current" });
    expect(await retire("k7")).toMatchObject({ reason: "unknown_key" });
    expect(readEvents()).toEqual(["key.retired refused k1", "key.retired refused k7"]);
    await rotateSealingKey(tools, act());
    expect(await retire("k1")).toMatchObject({ reason: "too_early" });
    nowMillis += RETIREMENT_MILLIS;
    const leftover = installation.secretBox.sealUnder(
      "k1",
      Buffer.from("x"),
      totpSecretPlace(subjectOf(0), "fac_0000"),
    );
    await installation.rules.unitOfWork.write(async ({ sealedRecords }) => {
      const [record] = await sealedRecords.listOtherThan({
        table: "totp_factor",
        prefix: tools.sealingKeys.prefixOf("k1"),
        after: undefined,
        limit: 1,
      });
      await sealedRecords.replace("totp_factor", record!, leftover);
    });
    expect(await retire("k1")).toMatchObject({ reason: "key_needed" });
    expect(await rotateSealingKey(tools, act())).toMatchObject({ isResumed: true, resealed: 1 });
    expect(await retire("k1")).toEqual({ outcome: "retired" });
    expect(readEvents().slice(-2)).toEqual(["key.rotated allowed k2", "key.retired allowed k1"]);
    expect((await readKeyRing(keysFile())).ids).toEqual(["k2"]);
    await open();
    // Its id is not given to another key.
    expect(await rotateSealingKey(tools, act())).toMatchObject({ keyId: "k3" });
  }, 60_000);
});

describe("the keys at start", () => {
  it.each<[string, string, (keys: Record<string, string>) => object]>([
    [
      "another key by the same id",
      "key_wrong",
      (keys) => ({ current: "k2", keys: { ...keys, k1: key() } }),
    ],
    [
      "no key that the database needs",
      "key_missing",
      () => ({ current: "k9", keys: { k9: key() } }),
    ],
    ["one of them missing", "key_missing", ({ k2 = "" }) => ({ current: "k2", keys: { k2 } })],
  ])("R-079: with %s are refused, and the right ones are taken again", async (_, code, ringOf) => {
    const installation = await open();
    await rotateSealingKey(toolsOf(installation), act());
    const right = await readFile(keysFile(), "utf8");
    const { keys } = JSON.parse(right);
    await writeFile(keysFile(), JSON.stringify(ringOf(keys)));
    await expect(open()).rejects.toMatchObject({ name: "KeyRingError", code });
    await writeFile(keysFile(), right);
    await open();
  });

  it("R-078: a retired key never seals again", async () => {
    const installation = await open();
    const tools = toolsOf(installation);
    await rotateSealingKey(tools, act());
    nowMillis += RETIREMENT_MILLIS;
    const before = JSON.parse(await readFile(keysFile(), "utf8"));
    expect(await retireSealingKey(tools, { ...act(), keyId: "k1" })).toEqual({
      outcome: "retired",
    });
    await writeFile(keysFile(), JSON.stringify({ ...before, current: "k1" }));
    await expect(open()).rejects.toMatchObject({ code: "key_retired" });
  });
});

function key(): string {
  return randomBytes(32).toString("base64");
}
