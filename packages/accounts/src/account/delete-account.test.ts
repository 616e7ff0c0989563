import {
  type AccountScenario,
  granted,
  openTestInstallation,
  signUpAccount,
  TEST_ORIGIN,
  TEST_PASSWORD,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { describeSecurity, type StepUpDemand } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginEmailAddition } from "../email/begin-email-addition.ts";
import { beginPasswordReset } from "../password-reset/begin-password-reset.ts";
import { completePasswordReset } from "../password-reset/complete-password-reset.ts";
import { findSession } from "../session/find-session.ts";
import { signIn } from "../sign-in/sign-in.ts";
import { deleteAccount } from "./delete-account.ts";

const DELETE = { action: "account.delete" };
const origin = TEST_ORIGIN;
const addressBlock = origin.ip;
const NEW = "a rainy walk by the sea";

let installation: TestInstallation;
let admin: AccountScenario;
let email: string;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("delete account");
  admin = await signUpAccount(installation, "admin@example.org");
});
afterAll(() => installation.close());

beforeEach(() => {
  people += 1;
  email = `person-${people}@example.org`;
});

interface Mixed {
  readonly person: AccountScenario;
  readonly phone?: TestAuthenticator | undefined;
}

const signUp = () => signUpAccount(installation, email);

async function withPhone(): Promise<Mixed & { readonly recoveryCodes: readonly string[] }> {
  const person = await signUp();
  const { authenticator: phone, recoveryCodes } = await person.addAuthenticator();
  return { person, phone, recoveryCodes };
}

/** What protects an account, in every mix there is. */
const MIXES: Readonly<Record<string, () => Promise<Mixed>>> = {
  "a password alone": async () => ({ person: await signUp() }),
  "an enrolment that was never confirmed": async () => {
    const person = await signUp();
    await person.enrol();
    return { person };
  },
  "an authenticator and its recovery codes": withPhone,
  "two authenticators": async () => {
    const mixed = await withPhone();
    await mixed.person.addAuthenticator("Tablet", mixed.phone);
    return mixed;
  },
  "an authenticator, and one being enrolled": async () => {
    const mixed = await withPhone();
    await mixed.person.enrol("Tablet", mixed.phone);
    installation.clock.advance(30_000);
    return mixed;
  },
  "an authenticator, and a recovery code used": async () => {
    const mixed = await withPhone();
    await mixed.person.recover(mixed.recoveryCodes[3]!);
    return mixed;
  },
  "an authenticator after wrong guesses everywhere": async () => {
    const { person, phone, recoveryCodes } = await withPhone();
    const step = await person.beginSignIn();
    await person.answer(step, phone!, phone!.wrongCode());
    await person.answerWithRecoveryCode(step, "1-0000-0000-0000-0000");
    await person.openStepUp(person.demand(DELETE));
    return { person, phone, recoveryCodes };
  },
};

function remove(demand: StepUpDemand) {
  return deleteAccount(installation.deps, { demand, origin });
}

async function proved({ person, phone }: Mixed, action = DELETE): Promise<StepUpDemand> {
  return person.prove(person.demand(action), phone);
}

/** Tables with a row that names the account in whatever column, but for what is to outlive it. */
function tablesNaming(accountId: string): string[] {
  return Object.entries(installation.rows.all())
    .filter(([table]) => !/^(audit_.*|notice)$/.test(table))
    .filter(([, rows]) => rows.some((row) => Object.values(row).includes(accountId)))
    .map(([table]) => table);
}

const refused = (reason: string) => ({ outcome: "refused", reason });

describe.each(Object.entries(MIXES))("an account with %s", (_, mix) => {
  it("R-094: leaves no row when it is deleted; its address begins anew", async () => {
    const mixed = await mix();
    const { accountId } = mixed.person.session;
    await beginPasswordReset(installation.deps, { email, addressBlock, origin });
    expect(tablesNaming(accountId)).toContain("account_email");
    expect(await remove(await proved(mixed))).toEqual({ outcome: "deleted" });
    expect(tablesNaming(accountId)).toEqual([]);
    expect(await findSession(installation.deps, mixed.person.token)).toBeUndefined();
    const credentials = { email, password: TEST_PASSWORD, addressBlock, origin };
    expect(await signIn(installation.deps, credentials)).toEqual(refused("invalid_credentials"));

    const again = await signUp();
    expect(again.session.accountId).not.toBe(accountId);
    expect(await describeSecurity(installation.deps, again.subject)).toEqual({
      isEnabled: false,
      phones: [],
      signInSetting: "off",
      factors: [],
      recoveryCodes: undefined,
      requiredBy: [],
    });
    const { authenticator, recoveryCodes } = await again.addAuthenticator();
    expect(recoveryCodes).toHaveLength(8);
    expect(await again.elsewhere(authenticator)).toBeDefined();
  });

  it("R-094: signs in as before after a reset, and enrols again", async () => {
    const { person, phone } = await mix();
    await beginPasswordReset(installation.deps, { email, addressBlock, origin });
    const token = /#(\S+)/.exec(installation.mails.at(-1)!.text)![1]!;
    const reset = { token, newPassword: NEW, addressBlock, origin };
    granted(await completePasswordReset(installation.deps, reset));
    const rows = installation.rows.all();
    const { accountId } = person.session;
    for (const table of ["session", "password_reset"]) {
      expect(rows[table]!.filter((row) => row["account_id"] === accountId)).toEqual([]);
    }
    const open = rows["challenge"]!.filter((row) => row["subject_id"] === accountId);
    expect(open.filter((row) => row["status"] === "open")).toEqual([]);

    const credentials = { email, password: NEW, addressBlock, origin };
    const first = granted(await signIn(installation.deps, credentials));
    expect(first.outcome).toBe(phone === undefined ? "signed_in" : "second_step");
    if (first.outcome !== "second_step" || phone === undefined) return;
    installation.clock.advance(30_000);
    const step = { challengeId: first.described.challenge.id, ticket: first.ticket };
    const done = granted(await person.answer(step, phone));
    await person.follow(done.token);
    installation.clock.advance(30_000);
    const { authenticator } = await person.addAuthenticator("New phone", phone);
    expect(authenticator.factorId).not.toBe(phone.factorId);
  });
});

describe("deleting an account", () => {
  it("R-049: ends all its sessions at once, and no other account's", async () => {
    const bob = await signUp();
    const elsewhere = await bob.elsewhere();
    expect(await remove(await proved({ person: bob }))).toEqual({ outcome: "deleted" });
    for (const each of [bob, elsewhere]) {
      expect(await findSession(installation.deps, each.token)).toBeUndefined();
    }
    expect(await findSession(installation.deps, admin.token)).toBeDefined();
  });

  it("R-086: is told at its address, and kept in the record", async () => {
    const bob = await signUp();
    const { accountId } = bob.session;
    expect(await remove(await proved({ person: bob }))).toEqual({ outcome: "deleted" });
    const { notice = [] } = installation.rows.all();
    expect(notice.filter((row) => row["account_id"] === accountId)).toHaveLength(1);
    const events = installation.rows.events().filter((each) => each.subjectId === accountId);
    expect(events.at(-1)).toMatchObject({ type: "account.deleted", outcome: "allowed" });
  });

  it("takes along an address that waited for its code", async () => {
    const bob = await signUp();
    const demand = await proved({ person: bob }, { action: "account.email.change" });
    const input = { demand, email: `more-${email}`, origin };
    granted(await beginEmailAddition(installation.deps, input));
    expect(await remove(await proved({ person: bob }))).toEqual({ outcome: "deleted" });
    expect(tablesNaming(bob.session.accountId)).toEqual([]);
  });

  it("happens once, of twenty at a time, and leaves no half state", async () => {
    const bob = await signUp();
    const demand = await proved({ person: bob });
    const ended = await Promise.all(Array.from({ length: 20 }, () => remove(demand)));
    expect(ended.filter(({ outcome }) => outcome === "deleted")).toHaveLength(1);
    expect(tablesNaming(bob.session.accountId)).toEqual([]);
  });

  it("needs a proof for exactly that", async () => {
    const mixed = await withPhone();
    const bare = mixed.person.demand(DELETE);
    expect(await remove(bare)).toEqual(refused("step_up_required"));
    const other = await proved(mixed, { action: "account.email.change" });
    expect(await remove({ ...bare, proofToken: other.proofToken })).toEqual(
      refused("step_up_required"),
    );
    expect(tablesNaming(mixed.person.session.accountId)).toContain("account");
  });

  it("R-031: is nothing for a session that began with a recovery code", async () => {
    const { person, recoveryCodes } = await withPhone();
    const recovered = await person.recover(recoveryCodes[0]!);
    expect(await remove(recovered.demand(DELETE))).toEqual(refused("recovery_session"));
  });

  it("is refused to the installation's only admin, whose proof stays unspent", async () => {
    const demand = await proved({ person: admin });
    expect(await remove(demand)).toEqual(refused("last_admin"));
    expect(tablesNaming(admin.session.accountId)).toContain("account");
    const { challenge = [] } = installation.rows.all();
    const mine = challenge.filter((row) => row["subject_id"] === admin.session.accountId);
    expect(mine.some((row) => row["proof_spent_at_millis"] === null)).toBe(true);
  });

  it("begins no session for a password that was compared before", async () => {
    const bob = await signUp();
    const demand = await proved({ person: bob });
    const { passwordHasher } = installation.deps;
    const deps = {
      ...installation.deps,
      passwordHasher: {
        ...passwordHasher,
        async verify(password: string, hash: string | undefined) {
          const isRight = await passwordHasher.verify(password, hash);
          granted(await remove(demand));
          return isRight;
        },
      },
    };
    const credentials = { email, password: TEST_PASSWORD, addressBlock, origin };
    expect(await signIn(deps, credentials)).toEqual(refused("invalid_credentials"));
    expect(tablesNaming(bob.session.accountId)).toEqual([]);
  });
});
