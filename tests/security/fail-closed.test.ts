import { type CallFate, PlantedFault, TEST_PASSWORD, watchPorts } from "@twinlatch/testkit";
import { BusyError, StorageUnavailableError } from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

type Send = () => ReturnType<EdgeBrowser["send"]>;

interface Somebody {
  readonly browser: EdgeBrowser;
  readonly authenticator: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
}

/** What a thief would like to be told yes to; each is prepared, then sent while one port call fails. */
const OPERATIONS: Readonly<Record<string, (somebody: Somebody) => Promise<Send>>> = {
  "a sign-in": async ({ browser }) => {
    return () => new EdgeBrowser(installation, browser.email).signIn();
  },
  "a second step": async ({ browser, authenticator }) => {
    const other = new EdgeBrowser(installation, browser.email);
    const { challenge } = expectStatus(await other.signIn(), 200).json<{
      challenge: { id: string };
    }>();
    const body = authenticator.answer();
    return () => other.send("POST", `/challenges/${challenge.id}/verify`, { body });
  },
  "a step-up": async ({ browser, authenticator }) => {
    const { challenge } = (await browser.send("POST", "/account/recovery-codes")).json<{
      challenge: { id: string };
    }>();
    const body = authenticator.answer();
    return () => browser.send("POST", `/challenges/${challenge.id}/verify`, { body });
  },
  "a guarded act": async ({ browser, authenticator }) => {
    const act = ["DELETE", `/account/factors/${authenticator.factorId}`] as const;
    const proof = await browser.prove(...act, {}, authenticator.answer());
    return () => browser.send(...act, { headers: { "twinlatch-proof": proof } });
  },
  "a session check": async ({ browser }) => {
    return () => browser.send("GET", "/session");
  },
};

let installation: EdgeInstallation;
/** What becomes of the port calls, from the first after it is set. */
let fateOf: (call: number) => CallFate = () => "done";
let calls = 0;
let accounts = 0;

beforeAll(async () => {
  installation = await openEdgeInstallation({
    wrapRules: (rules) =>
      watchPorts(rules, () => {
        calls += 1;
        return fateOf(calls);
      }),
  });
});
afterAll(() => installation.close());

async function openAccount(): Promise<Somebody> {
  accounts += 1;
  // Limits by address are not what is tried here.
  installation.advanceAddressClock(60_000);
  const browser = new EdgeBrowser(installation, `fault-${accounts}@example.org`);
  await browser.signUp();
  return { browser, authenticator: await browser.addAuthenticator() };
}

/** Sends with the given fates, and counts the port calls it took. */
async function sendUnder(send: Send, fates: (call: number) => CallFate) {
  calls = 0;
  fateOf = fates;
  const response = await send();
  fateOf = () => "done";
  return { response, calls };
}

describe.each(Object.entries(OPERATIONS))("R-108: %s", (_, prepare) => {
  it.each(["fails", "fails_afterwards"] as const)(
    "is refused whichever call of a port %s",
    async (fate) => {
      const whole = await sendUnder(await prepare(await openAccount()), () => "done");
      expect(whole.response.statusCode).toBeLessThan(300);
      for (let failing = 1; failing <= whole.calls; failing += 1) {
        const send = await prepare(await openAccount());
        const { response } = await sendUnder(send, (call) => (call === failing ? fate : "done"));
        expect(response.statusCode, `call ${failing}: ${response.body}`).toBe(500);
        expect(response.headers["set-cookie"]).toBeUndefined();
        expect(response.json()).toEqual({
          type: "urn:twinlatch:problem:internal_error",
          title: "Something went wrong",
          status: 500,
          code: "internal_error",
          detail: expect.any(String),
          requestId: expect.any(String),
        });
      }
    },
  );
});

describe("R-108: what the adapters report as a fault", () => {
  it.each([
    ["a full queue", new BusyError()],
    ["a database that is gone", new StorageUnavailableError("gone: canary")],
  ])("%s is 503, with when to come back", async (_, fault) => {
    const broken = await openEdgeInstallation({
      wrapRules: (rules) => ({
        ...rules,
        unitOfWork: { read: () => Promise.reject(fault), write: () => Promise.reject(fault) },
      }),
    });
    const response = await new EdgeBrowser(broken).signIn(TEST_PASSWORD);
    expect(response.statusCode).toBe(503);
    expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
    expect(response.json()).toMatchObject({ code: "unavailable" });
    expect(response.body).not.toContain("canary");
    await broken.close();
  });

  it("a database that is not ready is told by the probe, while the process lives", async () => {
    const broken = await openEdgeInstallation({ isReady: async () => false });
    const probe = (url: string) => broken.console.inject({ url, headers: { host: "10.0.0.1:80" } });
    expect((await probe("/readyz")).statusCode).toBe(503);
    expect((await probe("/healthz")).statusCode).toBe(200);
    await broken.close();
  });

  it("an error of no known kind is logged by its class and place, and its words stay inside", async () => {
    const broken = await openEdgeInstallation({
      wrapRules: (rules) => ({
        ...rules,
        passwordHasher: {
          ...rules.passwordHasher,
          verify: () => Promise.reject(new PlantedFault("canary")),
        },
      }),
    });
    const response = await new EdgeBrowser(broken).signIn(TEST_PASSWORD);
    const { requestId } = response.json<{ requestId: string }>();
    const lines = broken.logLines.filter((line) => line.includes(requestId));
    expect(lines.some((line) => line.includes('"event":"unknown_error"'))).toBe(true);
    expect(lines.join()).toContain("fail-closed.test.ts");
    expect([...broken.logLines, response.body].join()).not.toContain("canary");
    await broken.close();
  });
});
