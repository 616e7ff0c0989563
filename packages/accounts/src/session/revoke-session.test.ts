import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "./find-session.ts";
import { listSessions } from "./list-sessions.ts";
import { revokeOtherSessions, revokeSession } from "./revoke-session.ts";

let installation: TestInstallation;
let trial: Trial;
/** Ada in three browsers. */
let here: AccountScenario;
let there: AccountScenario;
let elsewhere: AccountScenario;

beforeAll(async () => {
  installation = await openTestInstallation("revoked sessions");
});

afterAll(() => installation.close());

async function openBrowser(): Promise<AccountScenario> {
  const browser = await trial.ada.elsewhere(trial.phone);
  installation.clock.advance(30_000);
  return browser;
}

beforeEach(async () => {
  trial = await openTrial(installation);
  here = trial.ada;
  [there, elsewhere] = [await openBrowser(), await openBrowser()];
});

async function areOpen(...browsers: readonly AccountScenario[]): Promise<readonly boolean[]> {
  const found = await Promise.all(
    browsers.map(({ token }) => findSession(installation.deps, token)),
  );
  return found.map((signedIn) => signedIn !== undefined);
}

const listedIds = async () => {
  const { accountId } = here.session;
  return (await listSessions(installation.deps, accountId)).map(({ id }) => id);
};

const origin = TEST_ORIGIN;

describe("listSessions", () => {
  it("lists the account's own, the last used first, and none whose time is over", async () => {
    await signUpAccount(installation, `stranger-of-${here.email}`);
    expect(await listedIds()).toEqual([elsewhere, there, here].map(({ session }) => session.id));
    installation.clock.advance(40 * 60_000);
    await findSession(installation.deps, there.token);
    installation.clock.advance(30 * 60_000);
    expect(await listedIds()).toEqual([there.session.id]);
  });
});

describe("revokeSession", () => {
  it("R-049: ends the one that is named and no other", async () => {
    const input = { session: here.session, sessionId: there.session.id, origin };
    granted(await revokeSession(installation.deps, input));
    expect(await areOpen(here, there, elsewhere)).toEqual([true, false, true]);
    expect(await listedIds()).not.toContain(there.session.id);
  });

  it("a stranger's session and one that is over are not there", async () => {
    const stranger = await signUpAccount(installation, `stranger-of-${here.email}`);
    const refused = { outcome: "refused", reason: "not_found" };
    for (const sessionId of [stranger.session.id, "ses_unknown"]) {
      const input = { session: here.session, sessionId, origin };
      expect(await revokeSession(installation.deps, input)).toEqual(refused);
    }
    expect(await areOpen(stranger)).toEqual([true]);
  });

  it("two who end the same one at once: one is told that it was over", async () => {
    const end = ({ session }: AccountScenario) =>
      revokeSession(installation.deps, { session, sessionId: elsewhere.session.id, origin });
    const ends = await Promise.all([end(here), end(there)]);
    expect(ends.map(({ outcome }) => outcome).toSorted()).toEqual(["ended", "refused"]);
    expect(await areOpen(here, there, elsewhere)).toEqual([true, true, false]);
  });
});

describe("revokeOtherSessions", () => {
  it("R-049: ends all but this one, and nobody else's", async () => {
    const stranger = await signUpAccount(installation, `stranger-of-${here.email}`);
    granted(await revokeOtherSessions(installation.deps, { session: here.session, origin }));
    expect(await areOpen(here, there, elsewhere, stranger)).toEqual([true, false, false, true]);
    granted(await revokeOtherSessions(installation.deps, { session: here.session, origin }));
  });
});

it("R-031: a session begun with a recovery code ends no other, but itself", async () => {
  const [code = ""] = trial.recoveryCodes;
  const { session, token } = await here.recover(code);
  const refused = { outcome: "refused", reason: "recovery_session" };
  const { deps } = installation;
  const other = { session, sessionId: here.session.id, origin };
  expect(await revokeSession(deps, other)).toEqual(refused);
  expect(await revokeOtherSessions(deps, { session, origin })).toEqual(refused);
  expect(await areOpen(here, there, elsewhere)).toEqual([true, true, true]);
  granted(await revokeSession(deps, { session, sessionId: session.id, origin }));
  expect(await findSession(deps, token)).toBeUndefined();
});
