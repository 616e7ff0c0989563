import {
  type AccountScenario,
  addPhone,
  answerByText,
  askForCode,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  readCode,
  sendAnotherCode,
  signUpAccount,
  TEST_NUMBER,
  type TestInstallation,
  type TestPhone,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TextPolicy } from "./text-policy.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestPhone;

beforeEach(async () => {
  installation = await openTestInstallation();
  ({ account: ada, phone } = await newPerson("ada@example.org", TEST_NUMBER));
  installation.clock.advance(24 * HOUR);
});
afterEach(() => installation.close());

async function newPerson(email: string, number: string) {
  const account = await signUpAccount(installation, email);
  const added = await addPhone(installation, account, { number });
  await installation.deps.unitOfWork.write((stores) =>
    stores.signInSettings.set(account.subject, "every_time"),
  );
  return { account, phone: added };
}

/** The same installation under other rules. */
function under(policy: Partial<TextPolicy> & { caps?: TextPolicy["caps"] }): TestInstallation {
  const { deps } = installation;
  return { ...installation, deps: { ...deps, textPolicy: { ...deps.textPolicy, ...policy } } };
}

async function ask(account = ada, to = phone, at = installation) {
  return askForCode(at, await account.beginSignIn(), to);
}

const tooMany = (retryAfterSeconds: number) => ({
  outcome: "refused",
  reason: "too_many_texts",
  retryAfterSeconds,
});

describe("texts to one number", () => {
  it("R-023: pause for 30, 60 and then 120 seconds, for every purpose and sign-in", async () => {
    expect(await ask()).toMatchObject({ outcome: "sent", resendAfterSeconds: 30 });
    expect(await ask()).toEqual(tooMany(30));
    installation.clock.advance(30 * SECOND - 1);
    expect(await ask()).toEqual(tooMany(1));
    installation.clock.advance(1);
    expect(await ask()).toMatchObject({ outcome: "sent", resendAfterSeconds: 60 });
    installation.clock.advance(60 * SECOND - 1);
    expect(await ask()).toEqual(tooMany(1));
    installation.clock.advance(1);
    expect(await ask()).toMatchObject({ outcome: "sent", resendAfterSeconds: 120 });
    installation.clock.advance(119 * SECOND);
    expect(await ask()).toEqual(tooMany(1));
    installation.clock.advance(SECOND);
    expect(await ask()).toMatchObject({ outcome: "sent", resendAfterSeconds: 120 });
  });

  it("R-023: are five an hour and ten a day", async () => {
    const sendAll = async () => {
      let sent = 0;
      for (let tries = 0; tries < 12; tries += 1) {
        if ((await ask()).outcome === "sent") sent += 1;
        installation.clock.advance(121 * SECOND);
      }
      return sent;
    };
    expect(await sendAll()).toBe(5);
    installation.clock.advance(HOUR);
    expect(await sendAll()).toBe(5);
    installation.clock.advance(HOUR);
    expect(await sendAll()).toBe(0);
  });

  it("R-023: count whoever's they are", async () => {
    installation.clock.advance(-23 * HOUR);
    const { account: bob, phone: bobs } = await newPerson("bob@example.org", "+41791234500");
    const same = await newPerson("carol@example.org", TEST_NUMBER);
    installation.clock.advance(23 * HOUR);
    expect((await ask()).outcome).toBe("sent");
    expect(await ask(same.account, same.phone)).toEqual(tooMany(30));
    expect((await ask(bob, bobs)).outcome).toBe("sent");
  });

  it("R-023: send one of many that are asked for at once", async () => {
    const steps = await Promise.all(Array.from({ length: 8 }, () => ada.beginSignIn()));
    const asked = await Promise.all(steps.map((step) => askForCode(installation, step, phone)));
    expect(asked.filter(({ outcome }) => outcome === "sent")).toHaveLength(1);
  });
});

describe("the operator's rules", () => {
  const capsOf = (change: Partial<TextPolicy["caps"]>) => ({
    caps: { ...installation.deps.textPolicy.caps, ...change },
  });

  it("R-023: text countries that are allowed alone", async () => {
    expect((await ask(ada, phone, under({ countries: ["CH"] }))).outcome).toBe("sent");
    installation.clock.advance(HOUR);
    expect(await ask(ada, phone, under({ countries: ["DE", "AT"] }))).toEqual({
      outcome: "refused",
      reason: "country_not_supported",
    });
  });

  it.each([
    ["one address", "addressPerHour", "too_many_texts"],
    ["neighbouring numbers", "prefixPerHour", "text_unavailable"],
    ["everybody", "installationPerDay", "text_unavailable"],
  ] as const)("R-023: hold for %s exactly", async (_, cap, reason) => {
    installation.clock.advance(-23 * HOUR);
    const bob = await newPerson("bob@example.org", "+41791234500");
    const carol = await newPerson("carol@example.org", "+41791234501");
    installation.clock.advance(47 * HOUR);
    const capped = under(capsOf({ [cap]: 2 }));
    expect((await ask(ada, phone, capped)).outcome).toBe("sent");
    expect((await ask(bob.account, bob.phone, capped)).outcome).toBe("sent");
    expect(await ask(carol.account, carol.phone, capped)).toMatchObject({ reason });
  });

  it("record what they would refuse, where they are tried out first", async () => {
    const caps = capsOf({ addressPerHour: 0, prefixPerHour: 0 });
    const sent = granted(await ask(ada, phone, under({ ...caps, fraudRules: "record" })));
    const text = await installation.deps.unitOfWork.read((stores) =>
      stores.textMessages.find(sent.textId),
    );
    expect(text).toMatchObject({ status: "waiting", cause: "address" });
  });

  it("hold for everybody, where the rules against fraud only record", async () => {
    const caps = { installationPerHour: 0, installationPerDay: 0 };
    const recording = { ...capsOf({ ...caps, addressPerHour: 0 }), fraudRules: "record" } as const;
    const unavailable = { outcome: "refused", reason: "text_unavailable" };
    expect(await ask(ada, phone, under(recording))).toEqual(unavailable);
    const now = installation.clock.nowMillis();
    await installation.deps.unitOfWork.write(({ textVolumes }) =>
      textVolumes.suspendPrefix("+4179123", { nowMillis: now, untilMillis: now + HOUR }),
    );
    expect(await ask(ada, phone, under(recording))).toEqual(unavailable);
  });

  it("R-039: leave the owner of a number some texts, whoever adds it elsewhere", async () => {
    const eve = await signUpAccount(installation, "eve@example.org");
    const demand = await eve.prove(eve.demand({ action: "account.factor.add" }));
    const enrolled = granted(await enrolPhoneFor(installation, demand));
    const { id: phoneId } = enrolled.phone;
    const resend = () => sendAnotherCode(installation, eve, phoneId);
    const outcomes: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      installation.clock.advance(121 * SECOND);
      outcomes.push((await resend()).outcome);
    }
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(2);
    expect((await ask()).outcome).toBe("sent");
  });

  it("keep a record of every decision, with its reason and without the number", async () => {
    await ask();
    await ask();
    const records = installation.rows.all()["text_message"] ?? [];
    const common = { purpose: "sign_in", prefix: "+4179123", country: "CH" };
    for (const decision of [
      { status: "waiting", cause: null },
      { status: "refused", cause: "number", sealed_message: null },
    ]) {
      expect(records).toContainEqual(expect.objectContaining({ ...common, ...decision }));
    }
    expect(JSON.stringify(records)).not.toContain(TEST_NUMBER);
  });
});

describe("a prefix whose texts lead nowhere", () => {
  /** Counts texts to Ada's prefix, so many of them redeemed. */
  async function pretend(sent: number, redeemed: number): Promise<void> {
    const lengthMillis = 10 * 60 * SECOND;
    const now = installation.clock.nowMillis();
    const window = {
      scope: "judged +4179123",
      lengthMillis,
      startsAtMillis: now - (now % lengthMillis),
    };
    await installation.deps.unitOfWork.write(async ({ textVolumes }) => {
      for (let count = 0; count < sent; count += 1) await textVolumes.add(window, 9_999);
      for (let count = 0; count < redeemed; count += 1) await textVolumes.redeem(window);
    });
  }

  it("R-023: is suspended at a hundred of which fewer than 40 led to a right code", async () => {
    await pretend(100, 39);
    const suspended = { outcome: "refused", reason: "text_unavailable" };
    expect(await ask()).toEqual(suspended);
    expect(installation.rows.events().slice(-2)).toMatchObject([
      { type: "text_message.prefix_suspended", target: "+4179123", outcome: "allowed" },
      { type: "sms_code.sent", outcome: "refused", reason: "text_unavailable" },
    ]);
    installation.clock.advance(24 * HOUR - SECOND);
    expect(await ask()).toEqual(suspended);
    installation.clock.advance(SECOND);
    expect((await ask()).outcome).toBe("sent");
  });

  it.each([
    ["fewer than a hundred", 98, 0],
    ["40 of a hundred right", 100, 40],
  ])("R-023: goes on with %s", async (_, sent, redeemed) => {
    await pretend(sent, redeemed);
    expect((await ask()).outcome).toBe("sent");
  });

  it("is judged by right codes, each once", async () => {
    const step = await ada.beginSignIn();
    const sent = granted(await askForCode(installation, step, phone));
    const code = await readCode(installation, sent);
    granted(await answerByText(installation, ada, step, { ...phone, code }));
    expect(installation.rows.all()["text_volume"]).toContainEqual(
      expect.objectContaining({ scope: "judged +4179123", sent: 1, redeemed: 1 }),
    );
  });
});
