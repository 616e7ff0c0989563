import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../harness/command.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import {
  type Authenticator,
  expectAnswer,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

const STEP_MILLIS = 30_000;

describe.each(storageKinds("sqlite"))("a backup of %s", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let ada: Person;
  let phone: Authenticator;
  let recoveryCodes: readonly string[];
  let file: string;

  beforeEach(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    ada = await signUpPerson(server);
    const added = await ada.addAuthenticator();
    phone = added.authenticator;
    recoveryCodes = added.recoveryCodes;
    file = join(installation.dataFolder, "backup");
  });

  afterEach(async () => {
    await installation.stop();
  });

  const backUp = () => runCommand(installation, ["backup", file]);
  const restore = (into: Installation, ...options: readonly string[]) =>
    runCommand(into, ["restore", file, ...options]);
  const useRecoveryCode = async (code = "") =>
    problemOf(await ada.answer(await ada.beginSignIn(), { kind: "recovery_code", code }));

  it("R-079: brings back no session, no ticket, no code that was used since, and everything else", async () => {
    const ticket = await ada.beginSignIn();
    expect(await backUp()).toMatchObject({ exit: 0, answer: { keyIds: ["k1"] } });
    const { sessionToken } = ada;
    const used = phone.code();
    expectAnswer(await ada.answer(await ada.beginSignIn(), totpAnswer(phone, used)));
    expect(await useRecoveryCode(recoveryCodes[0])).toBeUndefined();
    await server.stop();

    expect(await restore(installation)).toMatchObject({ exit: 1, answer: { error: "not_empty" } });
    expect(await restore(installation, "--replace")).toMatchObject({
      exit: 0,
      answer: { knewSpentCodes: true, voidedRecoveryCodes: 0 },
    });
    ada.moveTo(await installation.start());
    ada.sessionToken = sessionToken;
    const seen = await ada.client.call("getSession", {});
    expect(problemOf(seen)).toBe("not_signed_in");
    expect(problemOf(await ada.answer(ticket, totpAnswer(phone, used)))).toBe("not_found");
    const replay = await ada.answer(await ada.beginSignIn(), totpAnswer(phone, used));
    expect(problemOf(replay)).toBe("code_already_used");
    expect(await useRecoveryCode(recoveryCodes[0])).toBe("invalid_code");
    expect(await useRecoveryCode(recoveryCodes[1])).toBeUndefined();
    installation.clock.advance(2 * STEP_MILLIS);
    await ada.signIn(phone);
  });

  it("R-079: revives no trusted device, and keeps what its owner chose", async () => {
    const setting = { body: { value: "once_per_device" } } as const;
    const proof = await ada.prove("setSignInSetting", setting, phone);
    expectAnswer(await ada.client.call("setSignInSetting", { ...setting, proof }));
    installation.clock.advance(STEP_MILLIS);
    const trusted = expectAnswer(
      await ada.answer(await ada.beginSignIn(), { ...totpAnswer(phone), trustDevice: true }),
    );
    const deviceToken = "deviceToken" in trusted ? (trusted.deviceToken ?? "") : "";
    expect(deviceToken).toMatch(/^twl_device_/);
    await backUp();
    expect((await readFile(file, "utf8")).includes('trusted_device"')).toBe(false);
    await server.stop();
    expect(await restore(installation, "--replace")).toMatchObject({ exit: 0 });
    ada.moveTo(await installation.start());
    const { body } = ada.passwordSignIn();
    const again = await ada.client.call("signIn", { body: { ...body, deviceToken } });
    expect(expectAnswer(again)).toMatchObject({
      status: "second_step",
      challenge: { canTrustDevice: true },
    });
    expect(await installation.database.query("select id from trusted_device")).toEqual([]);
  });

  it("R-079: goes to a clean machine, where no recovery code works and the owner is told", async () => {
    await backUp();
    const used = phone.code();
    expectAnswer(await ada.answer(await ada.beginSignIn(), totpAnswer(phone, used)));
    expect(await useRecoveryCode(recoveryCodes[0])).toBeUndefined();
    const clean = await createInstallation(kind);
    try {
      expect(await restore(clean)).toMatchObject({
        exit: 1,
        answer: { error: "key_file_missing" },
      });
      await copyFile(
        join(installation.dataFolder, "keys.json"),
        join(clean.dataFolder, "keys.json"),
      );
      expect(await restore(clean)).toMatchObject({
        error: "",
        answer: { knewSpentCodes: false, voidedRecoveryCodes: 1 },
      });
      clean.clock.advance(installation.clock.nowMillis() - clean.clock.nowMillis());
      const restored = await clean.start();
      ada.moveTo(restored);
      const replay = await ada.answer(await ada.beginSignIn(), totpAnswer(phone, used));
      expect(problemOf(replay)).toBe("code_already_used");
      for (const code of recoveryCodes.slice(0, 2)) {
        expect(await useRecoveryCode(code)).toBe("invalid_code");
      }
      clean.clock.advance(2 * STEP_MILLIS);
      await expectTold(restored, ada.email);
    } finally {
      await clean.stop();
    }
  });

  it("R-079: is refused with other keys, cut off, changed, or forged; nothing is changed then", async () => {
    await backUp();
    await server.stop();
    const before = await installation.database.query("select id, password_hash from account");
    const keys = join(installation.dataFolder, "keys.json");
    const right = await readFile(keys, "utf8");
    const refusals: Record<string, unknown> = {};
    const attempt = async (what: string) => {
      const { exit, answer } = await restore(installation, "--replace");
      refusals[what] = [exit, (answer as { error: string }).error];
    };
    await writeFile(keys, right.replaceAll("k1", "k2"));
    await attempt("a key of another id");
    await writeFile(
      keys,
      right.replace(/"k1": "(.)/, (_, c) => `"k1": "${c === "A" ? "B" : "A"}`),
    );
    await attempt("another key");
    await writeFile(keys, right);
    const whole = await readFile(file, "utf8");
    await writeFile(file, whole.slice(0, -200));
    await attempt("cut off");
    await writeFile(
      file,
      whole.replace(ada.email, ada.email.replace("example.org", "example.com")),
    );
    await attempt("changed");
    await writeFile(file, whole.replace(/"mac":"..../, '"mac":"AAAA'));
    await attempt("sealed by a stranger");
    await writeFile(file, "{}\n");
    await attempt("no backup");
    expect(refusals).toEqual({
      "a key of another id": [1, "key_missing"],
      "another key": [1, "key_wrong"],
      "cut off": [1, "backup_damaged"],
      changed: [1, "backup_damaged"],
      "sealed by a stranger": [1, "backup_forged"],
      "no backup": [1, "backup_damaged"],
    });
    await writeFile(file, whole);
    const after = await installation.database.query("select id, password_hash from account");
    expect(after).toEqual(before);
    expect(await restore(installation, "--replace")).toMatchObject({ exit: 0 });
  });

  it("R-077: holds no key, no plain secret, and is for its owner alone", async () => {
    await backUp();
    const text = await readFile(file, "utf8");
    const { keys } = JSON.parse(await readFile(join(installation.dataFolder, "keys.json"), "utf8"));
    for (const secret of [...Object.values(keys), ada.sessionToken, ...recoveryCodes]) {
      expect(text.includes(String(secret))).toBe(false);
    }
    expect((await backUp()).answer).toMatchObject({ error: "exists" });
    const [first = "{}"] = text.split("\n");
    expect(JSON.parse(first)).toMatchObject({ twinlatch: "backup", format: 1, keyIds: ["k1"] });
  });
});

/** Notices leave within a minute; the test looks until one is there. */
async function expectTold(server: RunningServer, email: string): Promise<void> {
  await expect
    .poll(async () => (await server.readOutbox()).filter(({ to }) => to === email))
    .toContainEqual(expect.objectContaining({ text: expect.stringMatching(/recovery codes/) }));
}
