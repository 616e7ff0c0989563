import type { CallResult } from "@twinlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connections, openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation, STORAGE_KINDS } from "../harness/installation.ts";
import {
  type Authenticator,
  expectAnswer,
  Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

/** As many as one address may have under way; they are hashed in much less than the ten seconds of grace. */
const SIGN_INS = 10;
/** From as many addresses. */
const THEFTS = 50;
/** Sign-ins that begin after the end of the trust: fewer would show nothing. */
const ASKED_AFTER = 6;

interface Asked {
  readonly sentAtMillis: number;
  readonly isTrusted: boolean;
}

describe.each(STORAGE_KINDS)("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];
  let volley: Volley;
  let ada: Person;
  let accountId: string;
  let phone: Authenticator;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
    volley = await openVolley(servers, THEFTS);
  });
  afterAll(async () => {
    volley?.close();
    await installation?.stop();
  });
  beforeEach(async () => {
    ada = await signUpPerson(servers[0]!);
    accountId = expectAnswer(await ada.client.call("getSession", {})).account.id;
    phone = (await ada.addAuthenticator()).authenticator;
    const setting = { body: { value: "once_per_device" } } as const;
    const proof = await ada.prove("setSignInSetting", setting, phone);
    expectAnswer(await ada.client.call("setSignInSetting", { ...setting, proof }));
    installation.clock.advance(30_000);
  });

  /** Completes a second step and trusts the client; returns what it is to hold. */
  async function trust(): Promise<string> {
    const step = await ada.beginSignIn();
    const body = { ...totpAnswer(phone), trustDevice: true };
    const done = expectAnswer(await ada.answer(step, body));
    installation.clock.advance(30_000);
    if (done.status !== "signed_in") throw new Error("The sign-in was a step-up");
    ada.sessionToken = done.sessionToken;
    return done.deviceToken ?? "";
  }

  function signIn(connections: Connections, deviceToken: string): Promise<CallResult<"signIn">> {
    const { body } = ada.passwordSignIn();
    return connections.client().call("signIn", { body: { ...body, deviceToken } });
  }

  /** How many devices Ada trusts, and how often one of hers was found stolen. */
  async function devicesAndThefts(): Promise<readonly number[]> {
    const of = `subject_id = '${accountId}'`;
    const { database } = installation;
    const devices = await database.query(`select id from trusted_device where ${of}`);
    const thefts = await database.query(
      `select id from audit_event where ${of} and type = 'trusted_device.stolen'`,
    );
    return [devices.length, thefts.length];
  }

  const isTrusted = (result: CallResult<"signIn">) => expectAnswer(result).status === "signed_in";

  /** Signs in again and again with the newest token, until `isOver`. */
  async function loop(
    browser: Person,
    firstToken: string,
    asked: Asked[],
    isOver: () => boolean,
  ): Promise<void> {
    let deviceToken = firstToken;
    while (!isOver()) {
      const sentAtMillis = performance.now();
      const body = { ...ada.passwordSignIn().body, deviceToken };
      const answer = expectAnswer(await browser.client.call("signIn", { body }));
      if (answer.status === "signed_in") deviceToken = answer.deviceToken ?? deviceToken;
      asked.push({ sentAtMillis, isTrusted: answer.status === "signed_in" });
    }
  }

  it("R-061: sign-ins with one token in one moment all succeed where one client made them", async () => {
    for (let round = 0; round < rounds(1, 20); round += 1) {
      const first = await trust();
      // From one address to both processes: as the tabs of one browser.
      const tabs = Array.from({ length: SIGN_INS }, (_, index) =>
        openConnections(servers[index % servers.length]!.baseUrl),
      );
      const results = await Promise.all(tabs.map((tab) => signIn(tab, first)));
      for (const tab of tabs) tab.close();
      expect(results.map(isTrusted)).toEqual(results.map(() => true));
      const tokens = results.map((result) => {
        const answer = expectAnswer(result);
        return answer.status === "signed_in" ? answer.deviceToken : undefined;
      });
      const successors = new Set(tokens);
      expect(successors.size).toBe(1);
      expect(successors).not.toContain(first);
    }
  }, 120_000);

  it("R-061: of 50 sign-ins with one token from many addresses one succeeds, and the trust is over", async () => {
    for (let round = 0; round < rounds(1, 20); round += 1) {
      const token = await trust();
      const results = await volley.fire(THEFTS, (connections) => signIn(connections, token));
      const answered = results.filter(({ ok }) => ok);
      expect(answered.map(isTrusted).filter(Boolean)).toHaveLength(1);
      // A loaded database may refuse who waits too long behind the others.
      const refused = results.filter(({ ok }) => !ok).map(problemOf);
      expect(["unavailable"]).toEqual(expect.arrayContaining(refused));
      expect(await devicesAndThefts()).toEqual([0, round + 1]);
    }
  }, 120_000);

  it("R-059: no sign-in that begins after the end of the trust goes without the second step", async () => {
    for (let round = 0; round < rounds(1, 20); round += 1) {
      const token = await trust();
      const asked: Asked[] = [];
      let isOver = false;
      const browser = new Person(servers[1]!, ada.email);
      const looping = loop(browser, token, asked, () => isOver);
      await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      expectAnswer(await ada.client.call("revokeAllTrustedDevices", {}));
      const revokedAtMillis = performance.now();
      const after = () => asked.filter(({ sentAtMillis }) => sentAtMillis >= revokedAtMillis);
      await expect
        .poll(() => after().length, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(ASKED_AFTER);
      isOver = true;
      await looping;
      browser.close();
      const before = asked.filter(({ sentAtMillis }) => sentAtMillis < revokedAtMillis);
      expect(before.map((each) => each.isTrusted)).toContain(true);
      expect(after().map((each) => each.isTrusted)).toEqual(after().map(() => false));
    }
  }, 120_000);
});
