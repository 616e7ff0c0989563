import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  PlantedFault,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { BusyError } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "../session/find-session.ts";
import { signIn } from "./sign-in.ts";

const MINUTE = 60_000;

let installation: TestInstallation;
/** Has a password and nothing else. */
let bob: AccountScenario;
/** Has an authenticator too. */
let ada: AccountScenario;
let phone: TestAuthenticator;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("sign-in");
});

afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  bob = await signUpAccount(installation, `bob-${people}@example.org`);
  ({ ada, phone } = await openTrial(installation));
});

function attempt(
  email: string,
  password: string,
  { deps = installation.deps, addressBlock = "192.0.2.7" } = {},
) {
  return signIn(deps, { email, password, addressBlock, origin: TEST_ORIGIN });
}

const WRONG = { outcome: "refused", reason: "invalid_credentials" };

function blocked(retryAfterSeconds: number) {
  return { outcome: "refused", reason: "too_many_attempts", retryAfterSeconds };
}

/** The ports' calls of one attempt, with the hash that the password was compared with. */
async function observe(email: string, password: string) {
  const calls: string[] = [];
  const compared: boolean[] = [];
  const { passwordHasher } = installation.deps;
  const deps = watchPorts(
    {
      ...installation.deps,
      passwordHasher: {
        ...passwordHasher,
        verify: async (given: string, hash: string | undefined) => {
          compared.push(hash !== undefined);
          return passwordHasher.verify(given, hash);
        },
      },
    },
    (call) => {
      calls.push(call);
      return "done";
    },
  );
  return { ended: await attempt(email, password, { deps }), calls, compared };
}

describe("the password", () => {
  it("signs in an account that has nothing else", async () => {
    const done = granted(await attempt(bob.email, TEST_PASSWORD));
    expect(done).toMatchObject({ outcome: "signed_in", session: { amr: ["pwd"] } });
  });

  it("R-043, R-045, F71: of an account with more gives a ticket, and no session", async () => {
    const sessions = installation.rows.all()["session"];
    const first = granted(await attempt(ada.email, TEST_PASSWORD));
    expect(Object.keys(first).toSorted()).toEqual([
      "described",
      "deviceTokens",
      "outcome",
      "ticket",
    ]);
    expect(first).toMatchObject({
      outcome: "second_step",
      ticket: expect.stringMatching(/^twl_ticket_[a-z2-7]{52}$/),
      described: {
        challenge: { purpose: "sign_in", kinds: ["totp", "recovery_code"] },
        defaultFactorId: phone.factorId,
      },
    });
    expect(installation.rows.all()["session"]).toEqual(sessions);
    const ticket = first.outcome === "second_step" ? first.ticket : "";
    expect(await findSession(installation.deps, ticket)).toBeUndefined();
  });

  it("R-050: that is wrong, of nobody or of an address that is none, is one answer", async () => {
    const cases = [
      [bob.email, "wrong"],
      [ada.email, "wrong"],
      [`nobody-${people}@example.org`, TEST_PASSWORD],
      ["no address", TEST_PASSWORD],
      ["", ""],
    ] as const;
    const seen = [];
    for (const [email, password] of cases) seen.push(await observe(email, password));
    for (const { ended, calls, compared } of seen) {
      expect(ended).toStrictEqual(WRONG);
      expect(calls).toEqual(seen[0]!.calls);
      expect(compared).toHaveLength(1);
    }
    expect(seen.map(({ compared }) => compared[0])).toEqual([true, true, false, false, false]);
    expect(seen[0]!.calls.filter((call) => call === "passwordHasher.verify")).toHaveLength(1);
  });

  it("R-050, F85: that is wrong tells nothing of a second factor", async () => {
    const [ofBob, ofAda] = [await observe(bob.email, "wrong"), await observe(ada.email, "wrong")];
    expect(ofAda.calls).toEqual(ofBob.calls);
    expect(ofAda.calls.filter((call) => call.startsWith("stores.totp"))).toEqual([]);
  });

  it("R-080: is compared as it is, spaces and all", async () => {
    for (const near of [` ${TEST_PASSWORD}`, `${TEST_PASSWORD} `, TEST_PASSWORD.toUpperCase()]) {
      expect(await attempt(bob.email, near)).toEqual(WRONG);
    }
  });

  it("B27: that is wrong costs the account none of its second factor's budget", async () => {
    for (let wrong = 0; wrong < 30; wrong += 1) await attempt(ada.email, "wrong");
    expect(await ada.counted()).toBe(0);
    expect(await ada.counted("recovery_code")).toBe(0);
  });
});

describe("guessing a password", () => {
  async function guess(times: number, email = bob.email, from = "192.0.2.7"): Promise<void> {
    for (let each = 0; each < times; each += 1) {
      await attempt(email, "wrong", { addressBlock: from });
    }
  }

  it("is stopped after ten in 15 minutes, right and wrong alike, with nothing compared", async () => {
    await guess(9);
    expect(await attempt(bob.email, "wrong")).toEqual(WRONG);
    for (const password of ["wrong", TEST_PASSWORD]) {
      const { ended, compared } = await observe(bob.email, password);
      expect(ended).toStrictEqual(blocked(15 * 60));
      expect(compared).toEqual([]);
    }
    installation.clock.advance(15 * MINUTE - 1000);
    expect(await attempt(bob.email, TEST_PASSWORD)).toEqual(blocked(1));
    installation.clock.advance(1000);
    expect(await attempt(bob.email, TEST_PASSWORD)).toMatchObject({ outcome: "signed_in" });
  });

  it("waits longer the longer it goes on", async () => {
    await guess(10);
    installation.clock.advance(15 * MINUTE);
    await guess(10);
    expect(await attempt(bob.email, "wrong")).toEqual(blocked((120 - 15) * 60));
  });

  it("R-050: is stopped the same way for an address that has no account", async () => {
    const nobody = `nobody-${people}@example.org`;
    await guess(10, nobody);
    await guess(10);
    expect(await attempt(nobody, "wrong")).toStrictEqual(await attempt(bob.email, "wrong"));
  });

  it("R-039: locks out nobody who signs in from another address", async () => {
    await guess(50);
    const owner = await attempt(bob.email, TEST_PASSWORD, { addressBlock: "198.51.100.1" });
    expect(owner).toMatchObject({ outcome: "signed_in" });
  });

  it("B29: has one budget for all ways to write the address", async () => {
    const address = bob.email;
    const spellings = [address, address.toUpperCase(), ` ${address} `, address.replace("b", "ｂ")];
    for (let wrong = 0; wrong < 10; wrong += 1) await guess(1, spellings[wrong % 4]);
    for (const email of spellings) {
      expect(await attempt(email, TEST_PASSWORD)).toMatchObject({ reason: "too_many_attempts" });
    }
  });

  it("R-034: compares ten of a hundred that come at once", async () => {
    const ended = await Promise.all(Array.from({ length: 100 }, () => attempt(bob.email, "wrong")));
    expect(ended.filter((each) => "reason" in each && each.reason === WRONG.reason)).toHaveLength(
      10,
    );
  });

  it("is not what somebody does who knows it", async () => {
    for (let right = 0; right < 30; right += 1) {
      expect(await attempt(bob.email, TEST_PASSWORD)).toMatchObject({ outcome: "signed_in" });
    }
  });

  it("is not cleared by a success", async () => {
    await guess(9);
    granted(await attempt(bob.email, TEST_PASSWORD));
    await guess(1);
    expect(await attempt(bob.email, TEST_PASSWORD)).toMatchObject({ reason: "too_many_attempts" });
  });
});

describe("a password under an old pepper", () => {
  function rotated(hash = async (password: string) => `new:${password}`) {
    return {
      ...installation.deps,
      passwordHasher: {
        hash,
        isCurrent: async (stored: string) => stored.startsWith("new:"),
        verify: async (password: string, stored: string | undefined) =>
          stored === `new:${password}` || stored === `plain:${password}`,
      },
    };
  }
  const enter = (deps: TestInstallation["deps"], password = TEST_PASSWORD) =>
    attempt(ada.email, password, { deps });
  const hashNow = () =>
    installation.rows.all()["account"]?.find(({ email }) => email === ada.email)?.["password_hash"];

  it("R-078: is hashed under the new one by whoever enters it, and by nobody else", async () => {
    const deps = rotated();
    expect(await enter(deps, "wrong")).toEqual(WRONG);
    expect(hashNow()).toBe(`plain:${TEST_PASSWORD}`);
    expect(await enter(deps)).toMatchObject({ outcome: "second_step" });
    expect(hashNow()).toBe(`new:${TEST_PASSWORD}`);
    expect(await enter(deps)).toMatchObject({ outcome: "second_step" });
  });

  it("R-078: lets in everybody of several who enter it at a time", async () => {
    const deps = rotated();
    const ended = await Promise.all(Array.from({ length: 8 }, () => enter(deps)));
    expect(ended.map(({ outcome }) => outcome)).toEqual(ended.map(() => "second_step"));
    expect(hashNow()).toBe(`new:${TEST_PASSWORD}`);
    const [event] = installation.rows.events().slice(-8);
    expect(event).toMatchObject({ type: "sign_in.password", outcome: "allowed" });
  });

  it("lets its owner in when there is no time to hash it, and keeps it as it is", async () => {
    const deps = rotated(() => Promise.reject(new BusyError()));
    expect(await enter(deps)).toMatchObject({ outcome: "second_step" });
    expect(hashNow()).toBe(`plain:${TEST_PASSWORD}`);
  });
});

describe("a fault at sign-in", () => {
  function failing(call: string) {
    return watchPorts(installation.deps, (name) => (name === call ? "fails" : "done"));
  }

  it.each(["passwordHasher.verify", "stores.sessions.insert", "stores.audit.append"])(
    "R-035: of %s gives the attempt back when the password was right",
    async (call) => {
      const deps = failing(call);
      for (let fault = 0; fault < 12; fault += 1) {
        await expect(attempt(bob.email, TEST_PASSWORD, { deps })).rejects.toThrow(call);
      }
      expect(await attempt(bob.email, TEST_PASSWORD)).toMatchObject({ outcome: "signed_in" });
    },
  );

  it("R-035: leaves the attempt counted when the password was wrong", async () => {
    const deps = failing("stores.audit.append");
    for (let fault = 0; fault < 10; fault += 1) {
      await expect(attempt(bob.email, "wrong", { deps })).rejects.toThrow(PlantedFault);
    }
    expect(await attempt(bob.email, TEST_PASSWORD)).toEqual(blocked(15 * 60));
  });
});
