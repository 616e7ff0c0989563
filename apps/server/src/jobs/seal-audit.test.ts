import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readExportedHeads } from "@twinlatch/installation";
import { Ed25519AuditSigner, KeyRing, NodeRandom } from "@twinlatch/platform-node";
import { openTestInstallation, signUpAccount } from "@twinlatch/testkit";
import { type AuditSealer, createAuditSealer, verifyAudit } from "@twinlatch/verifier";
import { afterEach, beforeEach, expect, it } from "vitest";
import { exportToFolder } from "./export-audit.ts";
import { sealWaiting, trimOld } from "./seal-audit.ts";

const HOSTILE = 'x\n{"kind":"head","position":9}\u001b[2J\u2028';
const DAY_MILLIS = 86_400_000;
const never = new AbortController().signal;
const random = new NodeRandom();
const ring = new KeyRing("k1", new Map([["k1", random.bytes(32)]]));

let installation: Awaited<ReturnType<typeof openTestInstallation>>;
let folder: string;
let sealer: AuditSealer;

beforeEach(async () => {
  installation = await openTestInstallation();
  folder = await mkdtemp(join(tmpdir(), "twinlatch-export-"));
  sealer = createAuditSealer(audit());
});
afterEach(async () => {
  await installation.close();
  await rm(folder, { recursive: true });
});

function audit() {
  const { deps, storage } = installation;
  const { clock, tokenHash } = deps;
  const auditSigner = new Ed25519AuditSigner(ring);
  return { auditSigner, auditTrail: storage.auditTrail, clock, random, tokenHash };
}

async function record(userAgent: string): Promise<void> {
  await installation.storage.unitOfWork.write((stores) =>
    stores.audit.append({
      id: "evt_hostile",
      atMillis: installation.clock.nowMillis(),
      projectId: "console",
      type: "sign_in.password",
      outcome: "refused",
      origin: { ip: "192.0.2.1", userAgent, requestId: "req_1" },
    }),
  );
}

async function exportedLines(): Promise<string[]> {
  const [file = ""] = (await readdir(folder)).filter((name) => name.startsWith("audit-"));
  return (await readFile(join(folder, file), "utf8")).split("\n").filter(Boolean);
}

it("R-084: what was done is sealed, all of it, and the record is intact", async () => {
  await signUpAccount(installation);
  expect(await sealWaiting(sealer, never)).toBe(installation.rows.events().length);
  expect(await sealWaiting(sealer, never)).toBe(0);
  expect(await verifyAudit(audit())).toMatchObject({ outcome: "intact" });
  expect(await sealWaiting(sealer, AbortSignal.abort())).toBe(0);
});

it("R-084: a hostile user agent stays within its line of the export", async () => {
  await record(HOSTILE);
  await sealWaiting(sealer, never);
  expect(await exportToFolder(audit(), folder)).toEqual({ lines: 2, cutProjects: [] });
  const lines = await exportedLines();
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ kind: "event", userAgent: HOSTILE, position: 1 });
  expect(JSON.parse(lines[1]!)).toMatchObject({ kind: "head", position: 1 });
});

it("R-084: the export goes on where it stopped, over half a line, and is what verifying needs", async () => {
  await record("one");
  await sealWaiting(sealer, never);
  await exportToFolder(audit(), folder);
  await appendFile(join(folder, (await readdir(folder))[0]!), '{"kind":"eve');
  await record("two");
  await sealWaiting(sealer, never);
  expect(await exportToFolder(audit(), folder)).toMatchObject({ lines: 2 });
  expect(await exportToFolder(audit(), folder)).toMatchObject({ lines: 0 });
  const [file = ""] = await readdir(folder);
  const input = createReadStream(join(folder, file));
  const heads = await readExportedHeads(createInterface({ input }));
  expect(heads.map(({ position }) => position)).toEqual([1, 2]);
  expect(await verifyAudit(audit(), heads)).toMatchObject({ outcome: "intact" });
});

it("R-084: the export notices that the record ends before what was exported", async () => {
  await record("one");
  await sealWaiting(sealer, never);
  await exportToFolder(audit(), folder);
  await installation.storage.auditTrail.write(({ auditHeads }) =>
    auditHeads.removeBetween("console", { kind: "head", from: 1, to: 1 }),
  );
  expect(await exportToFolder(audit(), folder)).toEqual({ lines: 0, cutProjects: ["console"] });
});

it("R-085: events are kept for as long as the setting says, and no longer", async () => {
  await signUpAccount(installation);
  await sealWaiting(sealer, never);
  const count = installation.rows.events().length;
  installation.clock.advance(399 * DAY_MILLIS);
  expect(await trimOld(audit(), 400, never)).toBe(0);
  installation.clock.advance(2 * DAY_MILLIS);
  expect(await trimOld(audit(), 400, AbortSignal.abort())).toBe(0);
  expect(await trimOld(audit(), 400, never)).toBe(count);
  await sealWaiting(sealer, never);
  expect(installation.rows.events().map(({ type, target }) => [type, target])).toEqual([
    ["audit.trimmed", `1-${count}`],
  ]);
  expect(await verifyAudit(audit())).toMatchObject({ outcome: "intact" });
});
