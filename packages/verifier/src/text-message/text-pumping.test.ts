import {
  type AccountScenario,
  addPhone,
  askForCode,
  openTestInstallation,
  signUpAccount,
  type TestInstallation,
  type TestPhone,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numberKeyOf, phonePlace } from "../sms-code/phone-factor.ts";
import { MIN_JUDGED_TEXTS, type TextPolicy } from "./text-policy.ts";

const REQUESTS = 1_000;
const ACCOUNTS = 200;
const NUMBERS = 50;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let installation: TestInstallation;
const gang: { readonly account: AccountScenario; readonly phone: TestPhone }[] = [];

/** Accounts of one gang, four to each of fifty neighbouring numbers. */
beforeAll(async () => {
  installation = await openTestInstallation("pumping");
  const { deps } = installation;
  const first = await signUpAccount(installation, "first@example.org");
  const { factorId } = await addPhone(installation, first);
  const known = await deps.unitOfWork.read(({ phones }) => phones.find(first.subject, factorId));
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const account = await signUpAccount(installation, `gang-${index}@example.org`);
    const number = `+41791230${String(index % NUMBERS).padStart(3, "0")}`;
    const id = `pho_${index}`;
    const { subject } = account;
    await deps.unitOfWork.write(async ({ phones, signInSettings }) => {
      if (known === undefined) return;
      const sealedNumber = deps.stringBox.seal(number, phonePlace(subject, id));
      const numberKey = numberKeyOf(deps, number);
      await phones.insert({ ...known, ...subject, id, sealedNumber, numberKey });
      await signInSettings.set(subject, "every_time");
    });
    gang.push({ account, phone: { factorId: id, number } });
  }
});
afterAll(() => installation.close());

/** So many requests within an hour, of all accounts in turn; returns how many texts were sent. */
async function pump(policy: Partial<TextPolicy>, requests = REQUESTS): Promise<number> {
  installation.clock.advance(2 * DAY);
  const { deps } = installation;
  const at = { deps: { ...deps, textPolicy: { ...deps.textPolicy, ...policy } } };
  let sent = 0;
  for (let request = 0; request < requests; request += 1) {
    const { account, phone } = gang[request % ACCOUNTS]!;
    const asked = await askForCode(at, await account.beginSignIn(), phone);
    if (asked.outcome === "sent") sent += 1;
    installation.clock.advance(HOUR / requests);
  }
  return sent;
}

describe(`${REQUESTS} requests from ${ACCOUNTS} accounts to ${NUMBERS} neighbouring numbers`, () => {
  const capsOf = (change: Partial<TextPolicy["caps"]>) => ({
    caps: { ...installation.deps.textPolicy.caps, addressPerHour: REQUESTS, ...change },
  });

  it("R-023: send a hundred texts, of which none leads to a right code, and no more", async () => {
    const caps = capsOf({ addressPerDay: REQUESTS });
    expect(await pump(caps)).toBe(MIN_JUDGED_TEXTS);
  });

  it("R-023: send as many as the prefix, the address or the installation may, exactly", async () => {
    expect(await pump(capsOf({ prefixPerHour: 60, addressPerDay: REQUESTS }), 100)).toBe(60);
    expect(await pump(capsOf({ addressPerHour: 40 }), 100)).toBe(40);
    const installationPerHour = 70;
    expect(await pump(capsOf({ installationPerHour, addressPerDay: REQUESTS }), 100)).toBe(70);
  });

  it("R-023: send five to each number, where the rules against fraud only record", async () => {
    expect(await pump({ fraudRules: "record" })).toBe(NUMBERS * 5);
  });
});
