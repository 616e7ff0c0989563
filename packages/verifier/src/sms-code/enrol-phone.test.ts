import {
  type AccountScenario,
  addPhone,
  confirmPhoneOf,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  proveByText,
  readCode,
  sendAnotherCode,
  signUpAccount,
  TEST_NUMBER,
  TEST_ORIGIN,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { confirmPhone } from "./confirm-phone.ts";
import { MAX_PHONES } from "./phone-factor.ts";

const ADD = { action: "account.factor.add" };

let installation: TestInstallation;
let ada: AccountScenario;

beforeEach(async () => {
  installation = await openTestInstallation();
  ada = await signUpAccount(installation);
});
afterEach(() => installation.close());

const security = () => describeSecurity(installation.deps, ada.subject);
const refused = (reason: string) => ({ outcome: "refused", reason });

async function enrol(number = TEST_NUMBER) {
  return granted(await enrolPhoneFor(installation, await ada.prove(ada.demand(ADD)), number));
}

describe("adding a phone", () => {
  it("R-002: is inert until its code was entered, and dies after ten minutes", async () => {
    const { phone, ...sent } = await enrol();
    expect(await security()).toMatchObject({ isEnabled: false, phones: [{ status: "pending" }] });
    const code = await readCode(installation, sent);
    installation.clock.advance(10 * 60_000);
    const late = await confirmPhoneOf(installation, ada, phone.id, code);
    expect(late).toEqual(refused("challenge_closed"));
    expect((await security()).phones).toEqual([]);
  });

  it("brings recovery codes with the first factor, and leaves the setting to its owner", async () => {
    const { recoveryCodes } = await addPhone(installation, ada);
    expect(recoveryCodes).toHaveLength(8);
    expect(await security()).toMatchObject({
      isEnabled: false,
      signInSetting: "off",
      phones: [{ status: "active", isDefault: true, hint: "89", label: "Phone" }],
    });
    expect(ada.session.amr).toContain("mfa");
  });

  it("R-022: sends one text, to the number that is being added, and nothing before its proof", async () => {
    const unproved = await enrolPhoneFor(installation, ada.demand(ADD));
    expect(unproved).toEqual(refused("step_up_required"));
    expect(await readCode(installation, await enrol())).toMatch(/^[0-9]{6}$/);
    expect(installation.texts.map(({ to, channel }) => [to, channel])).toEqual([
      [TEST_NUMBER, "sms"],
    ]);
  });

  it("R-024: needs the authenticator app where there is one, not another phone", async () => {
    const { authenticator } = await ada.addAuthenticator();
    await addPhone(installation, ada, { proving: authenticator });
    installation.clock.advance(30_000);
    const demand = ada.demand(ADD);
    const challengeId = await ada.openStepUp(demand);
    const { challenges } = await installation.deps.unitOfWork.read(async (stores) => ({
      challenges: await stores.challenges.find(challengeId, `session:${ada.session.id}`),
    }));
    expect(challenges?.kinds).toEqual(["totp"]);
  });

  it("R-006: is confirmed by the session that began it alone", async () => {
    const { phone, ...sent } = await enrol();
    const elsewhere = await ada.elsewhere();
    const code = await readCode(installation, sent);
    expect(await confirmPhoneOf(installation, elsewhere, phone.id, code)).toEqual(
      refused("not_found"),
    );
    expect(await confirmPhoneOf(installation, ada, phone.id, code)).toMatchObject({
      outcome: "confirmed",
    });
  });

  it("R-032: forgives four wrong codes, and ends with the fifth, right or wrong", async () => {
    const { phone, ...sent } = await enrol();
    const code = await readCode(installation, sent);
    const wrong = code === "000000" ? "111111" : "000000";
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await confirmPhoneOf(installation, ada, phone.id, wrong);
      expect(answer).toEqual(refused("invalid_code"));
    }
    expect(await confirmPhoneOf(installation, ada, phone.id, code)).toEqual(
      refused("challenge_closed"),
    );
  });

  it("R-032: sends no other code after five wrong ones, which could open nothing", async () => {
    const { phone, ...sent } = await enrol();
    const wrong = (await readCode(installation, sent)) === "000000" ? "111111" : "000000";
    const resend = () => sendAnotherCode(installation, ada, phone.id);
    for (let tries = 0; tries < 4; tries += 1) {
      await confirmPhoneOf(installation, ada, phone.id, wrong);
    }
    installation.clock.advance(60_000);
    expect(await resend()).toMatchObject({ outcome: "sent" });
    await confirmPhoneOf(installation, ada, phone.id, wrong);
    installation.clock.advance(120_000);
    expect(await resend()).toEqual(refused("not_found"));
  });

  it("R-019: of one right code in parallel takes one", async () => {
    const { phone, ...sent } = await enrol();
    const code = await readCode(installation, sent);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => confirmPhoneOf(installation, ada, phone.id, code)),
    );
    const won = answers.filter(({ outcome }) => outcome === "confirmed");
    expect(won).toHaveLength(1);
    expect((await security()).phones).toHaveLength(1);
  });

  it.each([
    ["what is no number", "+4179", "phone_invalid"],
    ["a premium number", "+41900123456", "phone_not_supported"],
    ["a satellite phone", "+881612345678", "phone_not_supported"],
  ])("R-023: refuses %s and leaves the proof unspent", async (_, number, reason) => {
    const demand = await ada.prove(ada.demand(ADD));
    expect(await enrolPhoneFor(installation, demand, number)).toEqual(refused(reason));
    expect((await enrolPhoneFor(installation, demand)).outcome).toBe("enrolled");
  });

  it("R-076: seals the number for the row it stands in, and shows its last two digits", async () => {
    const { phone, hint } = await enrol();
    const nowMillis = installation.clock.nowMillis();
    expect(phone).toMatchObject({
      id: expect.stringMatching(/^pho_/),
      status: "pending",
      isDefault: false,
      hint: "89",
      channel: "sms",
      consecutiveFailures: 0,
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis + 10 * 60_000,
    });
    expect(hint).toBe("89");
    const place = { ...ada.subject, record: `phone/${phone.id}`, field: "number" };
    expect(installation.deps.stringBox.open(phone.sealedNumber, place)).toBe(TEST_NUMBER);
  });

  it("R-014: compares nothing that is no code, and knows no phone that is not there", async () => {
    const { phone, ...sent } = await enrol();
    const before = installation.rows.all();
    for (const code of ["", "12345", "1234567", "12345a"]) {
      expect(await confirmPhoneOf(installation, ada, phone.id, code)).toEqual(
        refused("malformed_answer"),
      );
    }
    expect(installation.rows.all()).toEqual(before);
    const code = await readCode(installation, sent);
    expect(await confirmPhoneOf(installation, ada, "pho_unknown", code)).toEqual(
      refused("not_found"),
    );
  });

  it("tells whoever grants something for it what it is called at last, the first one as such", async () => {
    const { phone, ...sent } = await enrol();
    const { subject, session } = ada;
    const told: unknown[] = [];
    const input = {
      subject,
      sessionId: session.id,
      phoneId: phone.id,
      code: await readCode(installation, sent),
      label: "Work",
      origin: TEST_ORIGIN,
    };
    const ended = await confirmPhone(
      installation.deps,
      input,
      async (_stores, nowMillis, activated) => {
        told.push([nowMillis, activated.isFirst, activated.phone.status]);
        return "granted";
      },
    );
    expect(ended).toMatchObject({ outcome: "confirmed", granted: "granted" });
    expect(told).toEqual([[installation.clock.nowMillis(), true, "active"]]);
    expect((await security()).phones).toEqual([granted(ended).phone]);
    expect(granted(ended).phone.label).toBe("Work");
  });

  it("takes everything back when there is nothing left to grant", async () => {
    const { phone, ...sent } = await enrol();
    const { subject, session } = ada;
    const input = {
      subject,
      sessionId: session.id,
      phoneId: phone.id,
      code: await readCode(installation, sent),
      origin: TEST_ORIGIN,
    };
    const ended = await confirmPhone(installation.deps, input, async () => undefined);
    expect(ended).toEqual(refused("challenge_closed"));
    expect((await security()).phones).toMatchObject([{ status: "pending" }]);
    expect((await security()).recoveryCodes).toBeUndefined();
  });

  it("calls a landline", async () => {
    const { phone, ...sent } = await enrol("+41441234567");
    const code = await readCode(installation, sent);
    expect(installation.texts).toMatchObject([{ channel: "voice", to: "+41441234567" }]);
    await confirmPhoneOf(installation, ada, phone.id, code);
    expect((await security()).phones).toMatchObject([{ channel: "voice" }]);
  });

  it("refuses a number twice, however it is written", async () => {
    const phone = await addPhone(installation, ada, { number: "+4915112345678" });
    const demand = await proveByText(installation, ada, ada.demand(ADD), phone);
    expect(await enrolPhoneFor(installation, demand, "+49015112345678")).toEqual(
      refused("phone_already_added"),
    );
  });

  it("R-024: tells nobody without a proof which number is there already", async () => {
    await addPhone(installation, ada);
    for (const number of [TEST_NUMBER, "+41791234500"]) {
      expect(await enrolPhoneFor(installation, ada.demand(ADD), number)).toEqual(
        refused("step_up_required"),
      );
    }
  });

  it("refuses more than five phones", async () => {
    const { factorId, ...phone } = await addPhone(installation, ada);
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(async ({ phones }) => {
      const own = await phones.find(ada.subject, factorId);
      for (let number = 1; number < MAX_PHONES; number += 1) {
        await phones.insert({ ...own!, id: `pho_${number}`, numberKey: `number ${number}` });
      }
    });
    const demand = await proveByText(installation, ada, ada.demand(ADD), { factorId, ...phone });
    expect(await enrolPhoneFor(installation, demand, "+41791234500")).toEqual(
      refused("too_many_factors"),
    );
  });
});
