import {
  type AccountScenario,
  addPhone,
  granted,
  openTestInstallation,
  openTrial,
  proveByText,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  testAuthenticator,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { setSignInSetting } from "../policy/set-sign-in-setting.ts";
import { confirmTotp } from "./confirm-totp.ts";

const ADD = { action: "account.factor.add" };

let installation: TestInstallation;
let ada: AccountScenario;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("confirmation");
});

afterAll(() => installation.close());

beforeEach(async () => {
  people += 1;
  ada = await signUpAccount(installation, `ada-${people}@example.org`);
});

function refused(reason: string) {
  return { outcome: "refused", reason };
}

async function security() {
  return describeSecurity(installation.deps, ada.subject);
}

describe("confirming", () => {
  it("R-003, A4: spends the code that confirmed, and not the next one", async () => {
    const phone = await ada.enrol();
    const code = phone.code();
    granted(await ada.confirm(phone, code));
    const step = await ada.beginSignIn();
    expect(await ada.answer(step, phone, code)).toEqual(refused("code_already_used"));
    expect(await ada.answer(step, phone, phone.code(-1))).toEqual(refused("code_already_used"));
    installation.clock.advance(30_000);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it.each([-1, 0, 1])("R-003: spends every code up to the one %i steps away", async (stepsAway) => {
    const phone = await ada.enrol();
    granted(await ada.confirm(phone, phone.code(stepsAway)));
    const step = await ada.beginSignIn();
    for (const away of [-1, 0, 1]) {
      const ended = await ada.answer(step, phone, phone.code(away));
      const isSpent = away <= stepsAway;
      expect(ended).toMatchObject(
        isSpent ? refused("code_already_used") : { outcome: "signed_in" },
      );
      if (!isSpent) return;
    }
  });

  it.each([-2, 2])("R-013: takes no code %i steps away", async (stepsAway) => {
    const phone = await ada.enrol();
    expect(await ada.confirm(phone, phone.code(stepsAway))).toEqual(refused("invalid_code"));
    expect(await ada.confirm(phone)).toMatchObject({ outcome: "confirmed" });
  });

  it("R-006: is for the session that began it, and for nobody else", async () => {
    const phone = await ada.enrol();
    const elsewhere = await ada.elsewhere();
    const eve = await signUpAccount(installation, `eve-${people}@example.org`);
    const unknown = { ...phone, factorId: "fac_unknown" };
    const answers = [
      await elsewhere.confirm(phone),
      await eve.confirm(phone),
      await ada.confirm(unknown),
      await ada.confirm({ ...phone, factorId: "" }),
    ];
    for (const answer of answers) expect(answer).toStrictEqual(refused("not_found"));
    expect(await ada.confirm(phone)).toMatchObject({ outcome: "confirmed" });
  });

  it("R-006: of another project's subject of the same id finds nothing", async () => {
    const phone = await ada.enrol();
    const ended = await confirmTotp(
      installation.deps,
      {
        subject: { ...ada.subject, projectId: "prj_other" },
        sessionId: ada.session.id,
        factorId: phone.factorId,
        code: phone.code(),
        origin: TEST_ORIGIN,
      },
      async () => "granted",
    );
    expect(ended).toEqual(refused("not_found"));
  });

  it("ends after ten wrong codes, even for the right one, and costs the account no budget", async () => {
    const phone = await ada.enrol();
    for (let wrong = 0; wrong < 10; wrong += 1) {
      expect(await ada.confirm(phone, phone.wrongCode())).toEqual(refused("invalid_code"));
    }
    expect(await ada.confirm(phone)).toEqual(refused("challenge_closed"));
    expect(await ada.counted()).toBe(0);
    expect(await ada.enrol()).toMatchObject({ factorId: expect.stringMatching(/^fac_/) });
  });

  it("R-014: compares nothing that is no code, and counts it nowhere", async () => {
    const phone = await ada.enrol();
    const before = installation.rows.all();
    for (const code of ["", "12345", "1234567", "12345a", "１２３４５６", "123456\n"]) {
      expect(await ada.confirm(phone, code)).toEqual(refused("malformed_answer"));
    }
    expect(installation.rows.all()).toEqual(before);
  });

  it("R-108: compares nothing while the clock is known to be wrong, and counts it nowhere", async () => {
    const phone = await ada.enrol();
    const { deps } = installation;
    const clock = { nowMillis: () => deps.clock.nowMillis(), isReliable: () => false };
    const { subject, session } = ada;
    const { factorId } = phone;
    const input = { subject, sessionId: session.id, factorId, code: phone.code() };
    const before = installation.rows.all();
    const confirming = confirmTotp(
      { ...deps, clock },
      { ...input, origin: TEST_ORIGIN },
      async () => "granted",
    );
    await expect(confirming).rejects.toMatchObject({ code: "clock_unreliable" });
    expect(installation.rows.all()).toEqual(before);
    expect(await ada.confirm(phone)).toMatchObject({ outcome: "confirmed" });
  });

  it("happens once of fifty times in parallel", async () => {
    const phone = await ada.enrol();
    const code = phone.code();
    const { subject, session } = ada;
    const input = { subject, sessionId: session.id, factorId: phone.factorId, code };
    const ended = await Promise.all(
      Array.from({ length: 50 }, () =>
        confirmTotp(installation.deps, { ...input, origin: TEST_ORIGIN }, async () => "granted"),
      ),
    );
    const confirmed = ended.filter(({ outcome }) => outcome === "confirmed");
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0]).toMatchObject({ recoveryCodes: { length: 8 } });
    expect((await security()).factors).toHaveLength(1);
  });

  it("names the authenticator as it is told at last", async () => {
    const phone = await ada.enrol("Old name");
    const { subject, session } = ada;
    const input = { subject, sessionId: session.id, factorId: phone.factorId, label: "New name" };
    const ended = await confirmTotp(
      installation.deps,
      { ...input, code: phone.code(), origin: TEST_ORIGIN },
      async () => "granted",
    );
    expect(granted(ended).factor.label).toBe("New name");
    expect((await security()).factors).toMatchObject([{ label: "New name", status: "active" }]);
  });

  it("tells of the authenticator what the database keeps of it", async () => {
    const { factor } = granted(await ada.confirm(await ada.enrol()));
    expect((await security()).factors).toEqual([factor]);
  });

  it("takes everything back when the session has ended meanwhile", async () => {
    const phone = await ada.enrol();
    const { id, accountId } = ada.session;
    const { deps } = installation;
    await deps.unitOfWork.write((stores) => stores.sessions.remove(accountId, id));
    expect(await ada.confirm(phone)).toEqual(refused("challenge_closed"));
    expect(await security()).toMatchObject({ isEnabled: false, factors: [{ status: "pending" }] });
    expect((await security()).recoveryCodes).toBeUndefined();
  });
});

describe("the first authenticator", () => {
  it("turns two-factor authentication on, is the default and brings recovery codes", async () => {
    const { recoveryCodes } = granted(await ada.confirm(await ada.enrol()));
    expect(recoveryCodes).toHaveLength(8);
    expect(await security()).toMatchObject({
      isEnabled: true,
      signInSetting: "every_time",
      factors: [{ isDefault: true }],
      recoveryCodes: { remaining: 8 },
    });
  });

  it("is followed by others that change none of it", async () => {
    const { authenticator: phone } = await ada.addAuthenticator();
    const setId = (await security()).recoveryCodes?.id;
    const demand = await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
    const off = { demand, value: "off", origin: TEST_ORIGIN } as const;
    granted(await setSignInSetting(installation.deps, off));
    installation.clock.advance(30_000);
    const { recoveryCodes } = await ada.addAuthenticator("Tablet", phone);
    expect(recoveryCodes).toEqual([]);
    expect(await security()).toMatchObject({
      isEnabled: false,
      signInSetting: "off",
      factors: [
        { label: "Phone", isDefault: true },
        { label: "Tablet", isDefault: false },
      ],
      recoveryCodes: { id: setId },
    });
  });

  it("is told as such to whoever grants something for it, and the next one is not", async () => {
    const told: unknown[] = [];
    const confirm = async ({ factorId, code }: TestAuthenticator) => {
      const { subject, session } = ada;
      const input = { subject, sessionId: session.id, factorId, code: code() };
      granted(
        await confirmTotp(
          installation.deps,
          { ...input, origin: TEST_ORIGIN },
          async (_stores, nowMillis, { factor, isFirst }) => {
            told.push([factor.id, factor.status, isFirst, nowMillis]);
            return "granted";
          },
        ),
      );
      return [factorId, "active", installation.clock.nowMillis()];
    };
    const phone = await ada.enrol();
    const [phoneId, active, first] = await confirm(phone);
    installation.clock.advance(30_000);
    const [tabletId, , second] = await confirm(await ada.enrol("Tablet", phone));
    expect(told).toEqual([
      [phoneId, active, true, first],
      [tabletId, active, false, second],
    ]);
  });

  it("leaves it at what somebody with a phone chose, when to be asked", async () => {
    const phone = await addPhone(installation, ada);
    const { deps } = installation;
    await deps.unitOfWork.write(({ signInSettings }) =>
      signInSettings.set(ada.subject, "once_per_device"),
    );
    const demand = await proveByText(installation, ada, ada.demand(ADD), phone);
    const { factor, secret } = granted(await ada.enrolFor(demand));
    granted(await ada.confirm(testAuthenticator(installation, factor.id, secret)));
    expect(await security()).toMatchObject({ isEnabled: true, signInSetting: "once_per_device" });
  });

  it("R-031: takes the default from a phone, which may be the one that was lost, as the only app", async () => {
    const phone = await addPhone(installation, ada, { number: "+41791234590" });
    const defaults = async () => {
      const { factors, phones } = await security();
      return [...factors, ...phones].filter(({ isDefault }) => isDefault).map(({ id }) => id);
    };
    expect(await defaults()).toEqual([phone.factorId]);
    const demand = await proveByText(installation, ada, ada.demand(ADD), phone);
    const { factor, secret } = granted(await ada.enrolFor(demand));
    const confirmed = granted(
      await ada.confirm(testAuthenticator(installation, factor.id, secret)),
    );
    expect(confirmed.factor.isDefault).toBe(true);
    expect(await defaults()).toEqual([factor.id]);
  });

  it("R-005: ends what a password began in other browsers, and a second one ends nothing", async () => {
    const elsewhere = await ada.elsewhere();
    const early = await elsewhere.enrol("Early");
    const { authenticator: phone } = await ada.addAuthenticator();
    expect(await elsewhere.confirm(early)).toEqual(refused("not_found"));
    const theirs = await elsewhere.enrol("Theirs", phone);
    installation.clock.advance(30_000);
    await ada.addAuthenticator("Tablet", phone);
    expect(await elsewhere.confirm(theirs)).toMatchObject({ outcome: "confirmed" });
  });

  it("hashes recovery codes only once the code was right, and never for a second one", async () => {
    const hashed: string[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      if (call === "codeHasher.hash") hashed.push(call);
      return "done";
    });
    const phone = await ada.enrol();
    await ada.through(deps).confirm(phone, phone.wrongCode());
    expect(hashed).toHaveLength(0);
    await ada.follow(granted(await ada.through(deps).confirm(phone)).granted);
    expect(hashed).toHaveLength(8);
    installation.clock.advance(30_000);
    const tablet = await ada.enrol("Tablet", phone);
    granted(await ada.through(deps).confirm(tablet));
    expect(hashed).toHaveLength(8);
  });

  it("R-108: can be confirmed however often the hash queue was full", async () => {
    const phone = await ada.enrol();
    let isFull = true;
    const deps = watchPorts(installation.deps, (call) =>
      isFull && call === "codeHasher.hash" ? "fails" : "done",
    );
    const code = phone.code();
    for (let fault = 0; fault < 12; fault += 1) {
      await expect(ada.through(deps).confirm(phone, code)).rejects.toThrow("codeHasher.hash");
    }
    isFull = false;
    expect(await ada.through(deps).confirm(phone, code)).toMatchObject({ outcome: "confirmed" });
  });
});

describe("another person's authenticator", () => {
  it("R-006: is as absent as an unknown one", async () => {
    const { phone: evesPhone } = await openTrial(installation);
    const { subject } = ada;
    const find = (factorId: string) =>
      installation.deps.unitOfWork.read((stores) => stores.totp.find(subject, factorId));
    expect(await find(evesPhone.factorId)).toBeUndefined();
    expect(await ada.confirm(evesPhone)).toEqual(refused("not_found"));
  });
});
