import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AesGcmSecretBox, NodeRandom, readKeyRing } from "@twinlatch/platform-node";
import { openStorage } from "@twinlatch/storage";
import { totpSecretPlace } from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand, startCommand } from "../harness/command.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Authenticator, type Person, signUpPerson } from "../harness/person.ts";
import { rounds } from "../rounds.ts";

const KILLS = rounds(3, 20);
/** So many that sealing them all again takes longer than the start of the command. */
const BULK_FACTORS = 3_000;
const STEP_MILLIS = 30_000;
const RETIREMENT_MILLIS = 600_000;
/** A command needs about half a second to start. */
const SHORTEST_LIFE_MILLIS = 300;
const LONGEST_LIFE_MILLIS = 1_500;

interface Signer {
  readonly person: Person;
  readonly authenticator: Authenticator;
}

describe.each(storageKinds("postgres"))("rotating keys on %s under load", (kind) => {
  let installation: Installation;
  let signers: readonly Signer[];

  beforeAll(async () => {
    installation = await createInstallation(kind);
    const servers = [await installation.start(), await installation.start()];
    const made: Signer[] = [];
    for (const server of servers) {
      const person = await signUpPerson(server);
      made.push({ person, authenticator: (await person.addAuthenticator()).authenticator });
    }
    signers = made;
    await insertBulk(installation);
  }, 120_000);

  afterAll(async () => {
    await installation?.stop();
  });

  it(`R-078: killed ${KILLS} times, fails no verification, and ends with nothing under an old key`, {
    timeout: 900_000,
  }, async () => {
    const ending = new AbortController();
    const failures: unknown[] = [];
    let verifications = 0;
    const load = async () => {
      while (!ending.signal.aborted) {
        const ended = await Promise.allSettled(verifyEverywhere(signers, installation));
        for (const each of ended) {
          if (each.status === "fulfilled") verifications += 1;
          else failures.push(each.reason);
        }
      }
    };
    const loading = load();
    let killed = 0;
    while (killed < KILLS) {
      const command = startCommand(installation, ["keys", "rotate"]);
      await sleep(randomInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
      command.kill();
      const { exit, error } = await command.ended;
      if (exit === null) killed += 1;
      else if (exit !== 0) failures.push(error);
    }
    const last = await runCommand(installation, ["keys", "rotate"]);
    ending.abort();
    await loading;

    expect(failures).toEqual([]);
    expect(verifications).toBeGreaterThan(KILLS);
    expect(last).toMatchObject({ exit: 0, answer: { remaining: 0 } });
    await expectOldKeysRemovable(installation);
    await Promise.all(verifyEverywhere(signers, installation));
    const restarted = await installation.start();
    for (const { person } of signers) person.moveTo(restarted);
    await Promise.all(verifyEverywhere(signers, installation));
    expect(await countOpening(installation)).toBe(BULK_FACTORS);
  });
});

/** All sign in with password and code, each at a server of their own, before the clock moves again. */
function verifyEverywhere(
  signers: readonly Signer[],
  { clock }: Installation,
): readonly Promise<void>[] {
  clock.advance(STEP_MILLIS);
  return signers.map(({ person, authenticator }) => person.signIn(authenticator));
}

async function expectOldKeysRemovable(installation: Installation): Promise<void> {
  installation.clock.advance(RETIREMENT_MILLIS);
  const { answer } = await runCommand(installation, ["keys", "list"]);
  const { keys } = answer as { keys: { id: string; isCurrent: boolean; records: number }[] };
  const old = keys.filter(({ isCurrent }) => !isCurrent);
  expect(old.length).toBeGreaterThan(0);
  for (const { id, records } of old) {
    expect([id, records]).toEqual([id, 0]);
    const retired = await runCommand(installation, ["keys", "retire", id]);
    expect(retired).toMatchObject({ exit: 0, answer: { keyId: id } });
  }
  const ring = await readKeyRing(join(installation.dataFolder, "keys.json"));
  expect(ring.ids).toEqual([ring.currentId]);
}

function bulkSubject(index: number) {
  return { projectId: "prj_bulk", subjectId: `person-${index}` };
}

function secretOf(index: number): Uint8Array {
  return Buffer.from(`secret of person ${index}`);
}

async function openInside({ storage, dataFolder }: Installation) {
  const ring = await readKeyRing(join(dataFolder, "keys.json"));
  const opened = openStorage(
    storage === "sqlite"
      ? { kind: "sqlite", file: join(dataFolder, "twinlatch.db") }
      : { kind: "postgres", url: storage },
  );
  return { opened, box: new AesGcmSecretBox(ring, new NodeRandom()) };
}

async function insertBulk(installation: Installation): Promise<void> {
  const { opened, box } = await openInside(installation);
  const factorOf = (index: number) => {
    const id = `fac_${index}_${randomBytes(4).toString("hex")}`;
    const subject = bulkSubject(index);
    return {
      ...subject,
      id,
      label: "Phone",
      status: "active",
      isDefault: true,
      algorithm: "SHA1",
      digits: 6,
      periodSeconds: 30,
      sealedSecret: box.seal(secretOf(index), totpSecretPlace(subject, id)),
      lastStep: -1,
      consecutiveFailures: 0,
      sessionId: "ses_bulk",
      createdAtMillis: 0,
      expiresAtMillis: 0,
    } as const;
  };
  const BATCH = 500;
  for (let start = 0; start < BULK_FACTORS; start += BATCH) {
    await opened.unitOfWork.write(async ({ totp }) => {
      for (let index = start; index < start + BATCH; index += 1) await totp.insert(factorOf(index));
    });
  }
  await opened.close();
}

async function countOpening(installation: Installation): Promise<number> {
  const { opened, box } = await openInside(installation);
  let count = 0;
  await opened.unitOfWork.read(async ({ totp }) => {
    for (let index = 0; index < BULK_FACTORS; index += 1) {
      const subject = bulkSubject(index);
      const [factor] = await totp.list(subject);
      const secret = factor && box.open(factor.sealedSecret, totpSecretPlace(subject, factor.id));
      if (secret && Buffer.from(secret).equals(secretOf(index))) count += 1;
    }
  });
  await opened.close();
  return count;
}
