import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tellingOf } from "./answers-alike.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** As long as one another: length is no part of the question. */
const ADDRESSES = {
  "a password alone": "simple@example.org",
  "a second factor": "secure@example.org",
  "a second factor that is switched off": "turned@example.org",
  "a retired password": "retire@example.org",
  nobody: "nobody@example.org",
} as const;

let installation: EdgeInstallation;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  await new EdgeBrowser(installation, ADDRESSES["a password alone"]).signUp();
  await signUpWithPhone(ADDRESSES["a second factor"]);

  const off = await signUpWithPhone(ADDRESSES["a second factor that is switched off"]);
  const value = { body: { value: "off" } };
  const switched = off.person.sendProved("PUT", "/account/sign-in-setting", value, off.answer());
  expectStatus(await switched, 200);

  const retired = await signUpWithPhone(ADDRESSES["a retired password"]);
  const { unitOfWork } = installation.deps;
  await unitOfWork.write(async ({ accounts, passwordDoubts }) => {
    const account = await accounts.findByEmailKey(retired.person.email);
    const subject = { projectId: "prj_console", subjectId: account?.id ?? "" };
    await passwordDoubts.retire(subject, 0);
  });
});
afterEach(() => installation.close());

async function signUpWithPhone(email: string) {
  const person = new EdgeBrowser(installation, email);
  await person.signUp();
  return { person, ...(await person.addAuthenticator()) };
}

/** What each kind of address is told, by a stranger's question that is asked so many times. */
async function ask(path: string, body: (email: string) => object, times = 1) {
  const told = new Map<string, string>();
  for (const [name, email] of Object.entries(ADDRESSES)) {
    for (let each = 0; each < times; each += 1) {
      const stranger = new EdgeBrowser(installation, email);
      const answer = await stranger.send("POST", path, { body: body(email), ip: "192.0.2.9" });
      told.set(name, tellingOf(answer).replaceAll(email, "<address>"));
    }
  }
  return { status: JSON.parse([...told.values()][0] ?? "[]")[0], told: new Set(told.values()) };
}

const WRONG = "not the right password";

describe("what tells a stranger nothing of who has an account, nor of what protects it", () => {
  it.each([
    ["a wrong password", 1, 401],
    ["wrong passwords without an end", 11, 429],
  ])("R-050: %s", async (_, times, status) => {
    const signIn = (email: string) => ({ email, password: WRONG });
    const asked = await ask("/sign-in", signIn, times);
    expect(asked).toEqual({ status, told: new Set([expect.any(String)]) });
    expect(asked.told.size).toBe(1);
  });

  it.each([
    ["asking for a new password", 1],
    ["asking for one too often", 6],
  ])("R-050: %s", async (_, times) => {
    const asked = await ask("/password-reset", (email) => ({ email }), times);
    expect([asked.status, asked.told.size]).toEqual([202, 1]);
  });

  it.each([
    ["signing up", 1],
    ["signing up too often", 6],
  ])("R-050: %s", async (_, times) => {
    const signUp = (email: string) => ({ email, password: "a long walk in the rain" });
    const asked = await ask("/sign-up", signUp, times);
    expect([asked.status, asked.told.size]).toEqual([202, 1]);
  });

  it("R-050: a wrong code for a sign-up", async () => {
    const told = new Set<string>();
    for (const email of Object.values(ADDRESSES)) {
      const stranger = new EdgeBrowser(installation, email);
      const signUp = { email, password: TEST_PASSWORD };
      expectStatus(await stranger.send("POST", "/sign-up", { body: signUp }), 202);
      const body = { email, code: "000000" };
      for (let each = 0; each < 6; each += 1) {
        told.add(`${each} ${tellingOf(await stranger.send("POST", "/sign-up/verify", { body }))}`);
      }
    }
    expect(told.size).toBe(6);
  });

  it("R-050: adding the address to one's own account", async () => {
    const eve = await signUpWithPhone("eve@example.org");
    const told = new Set<string>();
    for (const email of Object.values(ADDRESSES)) {
      const answer = await eve.person.sendProved(
        "POST",
        "/account/emails",
        { body: { email } },
        eve.answer(),
      );
      told.add(
        tellingOf(expectStatus(answer, 201))
          .replaceAll(email, "<address>")
          .replaceAll(/\d\d:\d\d:\d\d/g, "<time>"),
      );
      installation.clock.advance(30_000);
    }
    expect(told.size).toBe(1);
  });
});
