import {
  addPhone,
  answerByText,
  askForCode,
  confirmPhoneOf,
  enrolPhoneFor,
  type FaultyFlow,
  failEachCall,
  granted,
  makeRequest,
  openTestInstallation,
  openTrial,
  type Rows,
  readCode,
  type Trial,
} from "@twinlatch/testkit";
import { describe, expect, it } from "vitest";

const ADD = { action: "account.factor.add" };
const PAUSE_MILLIS = 3 * 3_600_000;

let numbers = 0;

function newNumber(): string {
  numbers += 1;
  return `+4179${String(3_000_000 + numbers)}`;
}

function count(rows: Rows, table: string, fits: Readonly<Record<string, unknown>> = {}): number {
  const all = rows[table] ?? [];
  return all.filter((row) => Object.entries(fits).every(([key, value]) => row[key] === value))
    .length;
}

const allowed = (rows: Rows, type: string) =>
  count(rows, "audit_event", { type, outcome: "allowed" });

/** A browser of Ada's, signed in just now: an older session would have ended in the pauses. */
async function freshBrowser({ ada, phone, installation: { clock } }: Trial) {
  clock.advance(30_000);
  const browser = await ada.elsewhere(phone);
  clock.advance(30_000);
  return browser;
}

async function enrolment(trial: Trial) {
  const browser = await freshBrowser(trial);
  const demand = await browser.prove(browser.demand(ADD), trial.phone);
  const enrolled = granted(await enrolPhoneFor(trial.installation, demand, newNumber()));
  return { browser, enrolled, code: await readCode(trial.installation, enrolled) };
}

async function signInByPhone(trial: Trial) {
  const browser = await freshBrowser(trial);
  const added = { proving: trial.phone, number: newNumber() };
  const phone = await addPhone(trial.installation, browser, added);
  trial.installation.clock.advance(30_000);
  return { browser, phone, step: await browser.beginSignIn() };
}

/** What sends and takes codes, as somebody does it who is entitled to. */
const FLOWS: Readonly<Record<string, FaultyFlow>> = {
  "adding a phone": async (trial) => {
    const browser = await freshBrowser(trial);
    const demand = await browser.prove(browser.demand(ADD), trial.phone);
    const number = newNumber();
    return {
      act: (deps) => enrolPhoneFor({ deps }, demand, number),
      marks: (rows) => [
        count(rows, "phone_factor"),
        count(rows, "sms_code"),
        count(rows, "text_message", { status: "waiting" }),
        allowed(rows, "sms_code.enrolled"),
      ],
    };
  },
  "confirming a phone": async (trial) => {
    const { browser, enrolled, code } = await enrolment(trial);
    return {
      act: (deps) => confirmPhoneOf({ deps }, browser, enrolled.phone.id, code),
      marks: (rows) => [
        count(rows, "phone_factor", { status: "active" }),
        count(rows, "sms_code", { status: "used" }),
        allowed(rows, "sms_code.confirmed"),
      ],
    };
  },
  "asking for a code": async (trial) => {
    const { phone, step } = await signInByPhone(trial);
    return {
      act: (deps) => askForCode({ deps }, step, phone),
      marks: (rows) => [
        count(rows, "sms_code"),
        count(rows, "text_message"),
        allowed(rows, "sms_code.sent"),
      ],
    };
  },
  "answering with a code": async (trial) => {
    const { browser, phone, step } = await signInByPhone(trial);
    const sent = granted(await askForCode(trial.installation, step, phone));
    const code = await readCode(trial.installation, sent);
    return {
      act: (deps) => answerByText({ deps }, browser, step, { ...phone, code }),
      marks: (rows) => [
        count(rows, "sms_code", { status: "used" }),
        count(rows, "challenge", { id: step.challengeId, status: "satisfied" }),
        allowed(rows, "sign_in.second_step"),
      ],
    };
  },
};

const BEFORE = { fate: "fails", calls: /^(unitOfWork|stores|stringBox|tokenHash|random)/ } as const;
const AFTERWARDS = { fate: "fails_afterwards", calls: /^unitOfWork\./ } as const;

describe("while a port fails", () => {
  it.for(Object.entries(FLOWS))(
    "R-108: %s happens whole or not at all, and works afterwards",
    { timeout: 120_000 },
    async ([, flow]) => {
      const installation = await openTestInstallation("text-faults");
      const trial = await openTrial(installation);
      // The limits of a day and of phones are another test's matter.
      const spaced: FaultyFlow = async (at) => {
        installation.clock.advance(PAUSE_MILLIS);
        await installation.deps.unitOfWork.write(async ({ phones }) => {
          for (const { id } of await phones.list(trial.ada.subject)) {
            await phones.remove(trial.ada.subject, id);
          }
        });
        return flow(at);
      };
      for (const failing of [BEFORE, AFTERWARDS]) {
        let calls = 0;
        for await (const { changed, failed, request, told } of failEachCall(
          trial,
          spaced,
          failing,
        )) {
          expect(told, failed).toBe("fault");
          expect(new Set(changed).size, failed).toBe(1);
          const again = await makeRequest(trial, changed[0] ? await spaced(trial) : request);
          expect(again.told, failed).not.toBe("refused");
          expect(again.changed, failed).not.toContain(false);
          calls += 1;
        }
        expect(calls).toBeGreaterThan(0);
      }
      await installation.close();
    },
  );
});
