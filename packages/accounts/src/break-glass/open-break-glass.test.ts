import { openTestInstallation, signUpAccount, TEST_ORIGIN } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBreakGlass } from "./open-break-glass.ts";

const origin = TEST_ORIGIN;
const reason = "phone stolen";
let installation: Awaited<ReturnType<typeof openTestInstallation>>;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

type Scenario = Awaited<ReturnType<typeof signUpAccount>>;

/** Somebody with an authenticator and no recovery code that works any more. */
async function lockedOut(name = "ada"): Promise<Scenario> {
  const ada = await signUpAccount(installation, `${name}@example.org`);
  await ada.addAuthenticator();
  await installation.deps.unitOfWork.write((stores) => stores.recoveryCodes.remove(ada.subject));
  installation.clock.advance(60_000);
  return ada;
}

async function open({ subject }: Scenario): Promise<string> {
  const accountId = subject.subjectId;
  const opened = await openBreakGlass(installation.deps, { accountId, reason, origin });
  if (opened.outcome !== "opened") throw new Error(opened.reason);
  return opened.code;
}

async function answer(ada: Scenario, code: string) {
  return ada.answerWithRecoveryCode(await ada.beginSignIn(), code);
}

async function offeredKinds(ada: Scenario): Promise<readonly string[]> {
  const { deps } = installation;
  const offers = await deps.unitOfWork.read((stores) =>
    deps.factors.recovery_code!.offers(stores, ada.subject),
  );
  return offers.map(({ kind }) => kind);
}

function breakGlassEvents() {
  return installation.rows
    .events()
    .filter(({ type }) => type === "break_glass.opened")
    .map(({ outcome, reason: why, target, subjectId }) => ({ outcome, why, target, subjectId }));
}

describe("break glass", () => {
  it("R-095: lets somebody in once, beside the password, into a recovery session", async () => {
    const ada = await lockedOut();
    expect(await offeredKinds(ada)).toEqual([]);
    const code = await open(ada);
    expect(code).toMatch(/^9(-[0-9A-Z]{4}){4}$/);
    expect(await offeredKinds(ada)).toEqual(["recovery_code"]);
    const done = await answer(ada, code);
    expect(done).toMatchObject({ outcome: "signed_in", session: { isRecovery: true } });
    expect(await answer(ada, code)).toMatchObject({ outcome: "refused", reason: "invalid_code" });
    expect(await offeredKinds(ada)).toEqual([]);
    const state = await installation.deps.unitOfWork.read((stores) =>
      stores.totp.list(ada.subject),
    );
    expect(state.map(({ status }) => status)).toEqual(["active"]);
  });

  it("R-095: of five uses at the same time one begins a session", async () => {
    const ada = await lockedOut();
    const code = await open(ada);
    const steps = await Promise.all(Array.from({ length: 5 }, () => ada.beginSignIn()));
    const answers = await Promise.all(
      steps.map((step) => ada.answerWithRecoveryCode(step, code.toLowerCase())),
    );
    expect(answers.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
  });

  it("R-095: works for 30 minutes, and only for whom it was made", async () => {
    const ada = await lockedOut();
    const bob = await lockedOut("bob");
    const code = await open(ada);
    await open(bob);
    expect(await answer(bob, code)).toMatchObject({ reason: "invalid_code" });
    installation.clock.advance(30 * 60_000);
    expect(await answer(ada, code)).toMatchObject({ reason: "invalid_code" });
  });

  it("R-095: a second code takes the place of the first", async () => {
    const ada = await lockedOut();
    const first = await open(ada);
    const second = await open(ada);
    expect(await answer(ada, first)).toMatchObject({ reason: "invalid_code" });
    expect(await answer(ada, second)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-095: tells the owner and the admin, who is told whom it is about, and shows no code", async () => {
    const admin = await signUpAccount(installation, "admin@example.org");
    const ada = await lockedOut();
    const before = installation.rows.all()["notice"]!.length;
    const code = await open(ada);
    const notices = installation.rows.all()["notice"]!;
    const told = notices.slice(before).map((row) => String(row["account_id"]));
    expect(told.toSorted()).toEqual([admin.session.accountId, ada.session.accountId].toSorted());
    const database = JSON.stringify(installation.rows.all());
    for (const symbols of [code, code.slice(2).replaceAll("-", "")]) {
      expect(database).not.toContain(symbols);
    }
  });

  it("R-095: tells an admin who is locked out once", async () => {
    const admin = await lockedOut();
    const before = installation.rows.all()["notice"]!.length;
    await open(admin);
    expect(installation.rows.all()["notice"]).toHaveLength(before + 1);
  });

  it("R-081: is recorded with its reason, and so is its refusal", async () => {
    const ada = await lockedOut();
    const plain = await signUpAccount(installation, "plain@example.org");
    await open(ada);
    const refused = async (accountId: string) =>
      openBreakGlass(installation.deps, { accountId, reason, origin });
    expect(await refused("acc_nobody")).toEqual({ outcome: "refused", reason: "not_found" });
    const plainId = plain.session.accountId;
    expect(await refused(plainId)).toEqual({ outcome: "refused", reason: "two_factor_off" });
    const adaId = ada.session.accountId;
    expect(breakGlassEvents()).toEqual([
      { outcome: "allowed", why: null, target: `${adaId} ${reason}`, subjectId: adaId },
      {
        outcome: "refused",
        why: "not_found",
        target: `acc_nobody ${reason}`,
        subjectId: null,
      },
      {
        outcome: "refused",
        why: "two_factor_off",
        target: `${plainId} ${reason}`,
        subjectId: plainId,
      },
    ]);
  });

  it("R-095: a row that somebody writes into the database opens nothing", async () => {
    const ada = await lockedOut();
    const code = await open(ada);
    const symbols = code.slice(2).replaceAll("-", "");
    const { deps } = installation;
    await deps.unitOfWork.write(async (stores) => {
      const live = await stores.breakGlass.findLive(ada.subject, deps.clock.nowMillis());
      const forged = { ...live!, codeHash: deps.tokenHash.digest(symbols) };
      await stores.breakGlass.replace(ada.subject, forged);
    });
    expect(await answer(ada, code)).toMatchObject({ reason: "invalid_code" });
  });
});
