import { openTestInstallation, signUpAccount, TEST_ORIGIN } from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { signIn } from "../sign-in/sign-in.ts";
import { listAccounts } from "./list-accounts.ts";
import { setUpInstallation } from "./set-up-installation.ts";

const origin = TEST_ORIGIN;
const password = "a rainy walk by the sea";
let installation: Awaited<ReturnType<typeof openTestInstallation>>;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

function setUp(email: string, with_ = password) {
  return setUpInstallation(installation.deps, { email, password: with_, origin });
}

it("makes the admin's account, who can sign in, and mails nobody", async () => {
  const made = await setUp(" Ada@example.org ");
  expect(made).toMatchObject({ outcome: "set_up", account: { email: "Ada@example.org" } });
  const { deps, mails, rows } = installation;
  const input = { email: "ada@example.org", password, addressBlock: origin.ip, origin };
  expect((await signIn(deps, input)).outcome).toBe("signed_in");
  expect(mails).toEqual([]);
  expect(rows.all()["account"]).toMatchObject([{ is_installation_admin: 1 }]);
  expect(rows.events()[0]).toMatchObject({
    type: "account.set_up",
    outcome: "allowed",
    subjectId: made.outcome === "set_up" ? made.account.id : "",
  });
});

it.each([
  ["no address", password, "email_invalid"],
  ["ada@example.org", "short", "password_too_short"],
  ["ada@example.org", "common password", "password_common"],
  ["ada@example.org", "ada@example.org", "password_common"],
])("refuses %s with %s", async (email, bad, reason) => {
  expect(await setUp(email, bad)).toEqual({ outcome: "refused", reason });
  expect(installation.rows.all()["account"]).toEqual([]);
});

it("administers an installation in which others have signed up, under an address of its own", async () => {
  const deps = { ...installation.deps, firstSignUpAdministers: false };
  await signUpAccount({ ...installation, deps }, "eve@example.org");
  expect(await setUp("eve@example.org")).toEqual({ outcome: "refused", reason: "address_taken" });
  expect((await setUp("ada@example.org")).outcome).toBe("set_up");
  const admins = await deps.unitOfWork.read((stores) => stores.accounts.listAdmins());
  expect(admins).toMatchObject([{ email: "ada@example.org" }]);
});

it("R-081: refuses when there is an admin, of two at once one, and records both", async () => {
  const outcomes = await Promise.all([setUp("ada@example.org"), setUp("bob@example.org")]);
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["refused", "set_up"]);
  expect(await setUp("eve@example.org")).toEqual({ outcome: "refused", reason: "already_set_up" });
  const events = installation.rows.events().map(({ outcome, reason }) => `${outcome} ${reason}`);
  expect(events.toSorted()).toEqual([
    "allowed null",
    "refused already_set_up",
    "refused already_set_up",
  ]);
});

it("lists accounts in portions, with what protects them and when somebody signed in", async () => {
  const { clock, deps } = installation;
  const startedAtMillis = clock.nowMillis();
  const ada = await signUpAccount(installation);
  await ada.addAuthenticator();
  clock.advance(60_000);
  for (const name of ["bob", "eve"]) {
    clock.advance(1_000);
    await deps.unitOfWork.write((stores) =>
      stores.accounts.insert({
        id: `acc_z${name}`,
        email: `${name}@example.org`,
        emailKey: `${name}@example.org`,
        passwordHash: "",
        createdAtMillis: clock.nowMillis(),
      }),
    );
  }
  const first = await listAccounts(deps, { limit: 2 });
  expect(first.accounts).toEqual([
    {
      id: ada.subject.subjectId,
      addresses: [ada.email],
      isInstallationAdmin: true,
      createdAtMillis: startedAtMillis,
      isTwoFactorEnabled: true,
      signInSetting: "every_time",
      factors: 1,
      recoveryCodesRemaining: 8,
      lastSignInAtMillis: expect.any(Number),
    },
    expect.objectContaining({
      id: "acc_zbob",
      isTwoFactorEnabled: false,
      lastSignInAtMillis: undefined,
    }),
  ]);
  expect(first.nextAfterId).toBe("acc_zbob");
  const second = await listAccounts(deps, { afterId: first.nextAfterId, limit: 2 });
  expect(second.accounts.map(({ id }) => id)).toEqual(["acc_zeve"]);
  expect(second.nextAfterId).toBeUndefined();
});
