import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  SeededRandom,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { newToken } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import { endSession } from "./end-session.ts";
import { findSession } from "./find-session.ts";
import { authenticationContext, MAX_SESSIONS, sessionEndMillis } from "./session.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ADD = { action: "account.factor.add" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("sessions");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

function find(token: string) {
  return findSession(installation.deps, token);
}

describe("a session's token", () => {
  it("R-047: has 256 random bits and never comes twice", () => {
    const random = new SeededRandom("tokens");
    const count = rounds(2000, 10_000);
    const tokens = Array.from({ length: count }, () => newToken(random, "twl_session"));
    for (const token of tokens) expect(token).toMatch(/^twl_session_[a-z2-7]{52}$/);
    expect(new Set(tokens).size).toBe(count);
  });

  it("R-047: is new at every sign-in", async () => {
    const elsewhere = await ada.elsewhere(phone);
    expect(elsewhere.token).not.toBe(ada.token);
    expect(elsewhere.session.id).not.toBe(ada.session.id);
    expect(await find(ada.token)).toBeDefined();
  });

  it("R-047: is new after a step-up, and the old one is dead", async () => {
    const { token: old, session: before } = ada;
    await ada.prove(ada.demand(ADD), phone);
    expect(ada.token).not.toBe(old);
    expect(ada.session.id).toBe(before.id);
    expect(await find(old)).toBeUndefined();
    expect(await find(ada.token)).toBeDefined();
  });

  it("R-047: is new when two-factor authentication is turned on, and the old one is dead", async () => {
    const tablet = await ada.enrol("Tablet", phone);
    const { token: old } = ada;
    const { granted: token } = granted(await ada.confirm(tablet));
    expect(token).not.toBe(old);
    expect(await find(old)).toBeUndefined();
    expect(await find(token)).toMatchObject({ session: { id: ada.session.id } });
  });

  it("R-047: is renewed by one of two step-ups at once; the other may try again", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const challenges = [
      await ada.openStepUp(ada.demand(ADD)),
      await ada.openStepUp(ada.demand(ADD)),
    ];
    const ended = await Promise.all([
      ada.answerStepUp(challenges[0]!, phone),
      ada.answerStepUp(challenges[1]!, tablet),
    ]);
    expect(ended[0]).toMatchObject({ outcome: "approved" });
    expect(ended[1]).toEqual({ outcome: "refused", reason: "challenge_closed" });
    await ada.follow(granted(ended[0]).sessionToken);
    expect(await ada.answerStepUp(challenges[1]!, tablet)).toMatchObject({ outcome: "approved" });
  });

  it("is kept nowhere: the database has digests alone", async () => {
    const step = await ada.beginSignIn();
    const { proofToken } = await ada.prove(ada.demand(ADD), phone);
    const kept = JSON.stringify(installation.rows.all());
    expect(kept).toContain(installation.deps.tokenHash.digest(ada.token));
    for (const secret of [ada.token, step.ticket, proofToken!]) {
      expect(secret.length).toBeGreaterThan(60);
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(secret.split("_").at(-1));
    }
  });
});

describe("a session's life", () => {
  it.each([
    [HOUR - 1, true],
    [HOUR, false],
    [HOUR + 1000, false],
  ])("R-048: unused for %i ms it is there: %s", async (pause, isThere) => {
    await find(ada.token);
    installation.clock.advance(pause);
    expect((await find(ada.token)) !== undefined).toBe(isThere);
  });

  it("R-048: ends after a day, however busy it is", async () => {
    const { createdAtMillis } = ada.session;
    const end = createdAtMillis + 24 * HOUR;
    const { clock } = installation;
    while (clock.nowMillis() < end - 20 * MINUTE) {
      clock.advance(19 * MINUTE);
      expect(await find(ada.token)).toBeDefined();
    }
    clock.set(end - 1);
    expect(await find(ada.token)).toBeDefined();
    clock.set(end);
    expect(await find(ada.token)).toBeUndefined();
    clock.set(end + 1000);
    expect(await find(ada.token)).toBeUndefined();
  });

  it("R-048: is made no longer by a step-up than by any use", async () => {
    const { createdAtMillis } = ada.session;
    installation.clock.advance(30 * MINUTE);
    await ada.prove(ada.demand(ADD), phone);
    expect(ada.session.createdAtMillis).toBe(createdAtMillis);
    expect(sessionEndMillis(ada.session)).toBe(installation.clock.nowMillis() + HOUR);
  });

  it("records a use at most every thirty seconds", async () => {
    const lastUse = () => {
      const { session = [] } = installation.rows.all();
      return session.find((row) => row["id"] === ada.session.id)!["last_used_at_millis"];
    };
    await find(ada.token);
    const first = installation.clock.nowMillis();
    expect(lastUse()).toBe(first);
    installation.clock.advance(29_999);
    await find(ada.token);
    expect(lastUse()).toBe(first);
    installation.clock.advance(1);
    expect((await find(ada.token))?.session.lastUsedAtMillis).toBe(first + 30_000);
    expect(lastUse()).toBe(first + 30_000);
  });

  it("ends at once, and once", async () => {
    const input = { session: ada.session, origin: TEST_ORIGIN };
    const elsewhere = await ada.elsewhere(phone);
    await endSession(installation.deps, input);
    expect(await find(ada.token)).toBeUndefined();
    await endSession(installation.deps, input);
    expect(await find(elsewhere.token)).toBeDefined();
  });

  it("ends with the twentieth that begins after it", async () => {
    const newer: AccountScenario[] = [];
    for (let each = 0; each < MAX_SESSIONS; each += 1) {
      expect(await find(ada.token)).toBeDefined();
      newer.push(await ada.elsewhere(phone));
      installation.clock.advance(30_000);
    }
    expect(await find(ada.token)).toBeUndefined();
    for (const { token } of newer) expect(await find(token)).toBeDefined();
  });

  it("A14: begins whatever the clock says, even where twenty began later", async () => {
    for (let each = 1; each < MAX_SESSIONS; each += 1) {
      await ada.elsewhere(phone);
      installation.clock.advance(30_000);
    }
    const step = await ada.beginSignIn();
    installation.clock.advance(-5 * MINUTE);
    const { token } = granted(await ada.answerWithRecoveryCode(step, recoveryCodes[0]!));
    expect(await find(token)).toMatchObject({ session: { isRecovery: true } });
  });

  it("is unknown to whoever shows another kind of token", async () => {
    const { ticket } = await ada.beginSignIn();
    const { proofToken } = await ada.prove(ada.demand(ADD), phone);
    for (const token of ["", "twl_session_", ada.session.id, ada.session.tokenDigest, ticket]) {
      expect(await find(token)).toBeUndefined();
    }
    expect(await find(proofToken!)).toBeUndefined();
  });
});

describe("what a session says of its beginning", () => {
  it("R-051: is the password alone, where nothing else was asked", async () => {
    const remove = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    granted(await ada.removeFor(await ada.prove(remove, phone), phone.factorId));
    const { session } = await ada.elsewhere();
    expect(session.amr).toEqual(["pwd"]);
    expect(session.secondFactorAtMillis).toBeUndefined();
    expect(authenticationContext(session)).toBe("urn:twinlatch:acr:aal1");
  });

  it("R-051: is two factors after a code of an authenticator, and when", async () => {
    const { session } = await ada.elsewhere(phone);
    expect(session).toMatchObject({
      amr: ["pwd", "otp", "mfa"],
      secondFactorAtMillis: installation.clock.nowMillis(),
    });
    expect(authenticationContext(session)).toBe("urn:twinlatch:acr:aal2");
  });

  it("R-051: is one factor after a recovery code", async () => {
    const { session } = await ada.recover(recoveryCodes[0]!);
    expect(session.amr).toEqual(["pwd", "recovery_code"]);
    expect(session.secondFactorAtMillis).toBeUndefined();
    expect(authenticationContext(session)).toBe("urn:twinlatch:acr:aal1");
  });

  it("R-051: is two factors once the session confirmed an authenticator", async () => {
    expect(ada.session).toMatchObject({ amr: ["pwd", "otp", "mfa"], isRecovery: false });
    expect(ada.session.secondFactorAtMillis).toBe(installation.clock.nowMillis() - 30_000);
  });

  it("R-051: takes the password again for no second factor", async () => {
    const remove = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    granted(await ada.removeFor(await ada.prove(remove, phone), phone.factorId));
    const { secondFactorAtMillis } = ada.session;
    installation.clock.advance(30 * MINUTE);
    await ada.prove(ada.demand(ADD));
    expect(ada.session.secondFactorAtMillis).toBe(secondFactorAtMillis);
  });
});
