import {
  addPhone,
  askForCode,
  confirmPhoneOf,
  enrolPhoneFor,
  granted,
  openTestInstallation,
  openTrial,
  readCode,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEventType } from "../audit/audit-event.ts";
import { changeFactor } from "../factor/change-factor.ts";
import { removeFactor } from "../factor/remove-factor.ts";
import { resumeFactor } from "../factor/resume-factor.ts";
import { suspendFactor } from "../factor/suspend-factor.ts";

const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;
const REFUSED = { outcome: "refused" };
const ADD = { action: "account.factor.add" };

let numbers = 0;

/** A number that nobody was texted at yet. */
function newNumber(): string {
  numbers += 1;
  return `+4179${String(2_000_000 + numbers)}`;
}

function of(trial: Trial, factorId: string, factorLabel?: string) {
  const { session } = trial.ada;
  return {
    sessionId: session.id,
    factorId,
    factorKind: "sms",
    ...(factorLabel && { factorLabel }),
  };
}

/** A second factor of Ada's beside her app. */
async function withPhone(trial: Trial) {
  const { ada, phone: app, installation } = trial;
  const phone = await addPhone(installation, ada, { proving: app, number: newNumber() });
  installation.clock.advance(30_000);
  return phone;
}

async function enrolled(trial: Trial) {
  const { ada, phone: app, installation } = trial;
  const demand = await ada.prove(ada.demand(ADD), app);
  return granted(await enrolPhoneFor(installation, demand, newNumber()));
}

async function proved(trial: Trial, action: string, target: string) {
  return trial.ada.prove(trial.ada.demand({ action, target }), trial.phone);
}

async function suspended(trial: Trial) {
  const { factorId } = await withPhone(trial);
  const demand = await proved(trial, "account.factor.suspend", factorId);
  const input = { demand, factorId, origin };
  granted(await suspendFactor(trial.installation.deps, input, tellNobody));
  trial.installation.clock.advance(30_000);
  return factorId;
}

const CASES: Record<Extract<AuditEventType, `sms_code.${string}`>, Record<string, TrialCase>> = {
  "sms_code.enrolled": {
    "to a premium number": async (trial) => {
      const demand = await trial.ada.prove(trial.ada.demand(ADD), trial.phone);
      const event = { sessionId: trial.ada.session.id, factorKind: "sms", factorLabel: "Phone" };
      return {
        act: (deps) => enrolPhoneFor({ deps }, demand, "+41900123456"),
        event: { ...event, ...REFUSED, reason: "phone_not_supported" },
      };
    },
  },
  "sms_code.confirmed": {
    right: async (trial) => {
      const { phone, ...sent } = await enrolled(trial);
      const code = await readCode(trial.installation, sent);
      return {
        act: (deps) => confirmPhoneOf({ deps }, trial.ada, phone.id, code),
        event: of(trial, phone.id, "Phone"),
      };
    },
    wrong: async (trial) => {
      const { phone, ...sent } = await enrolled(trial);
      const code = await readCode(trial.installation, sent);
      const wrong = code === "000000" ? "111111" : "000000";
      return {
        act: (deps) => confirmPhoneOf({ deps }, trial.ada, phone.id, wrong),
        event: { ...of(trial, phone.id, "Phone"), ...REFUSED, reason: "invalid_code" },
      };
    },
  },
  "sms_code.changed": {
    renamed: async (trial) => {
      const { factorId } = await withPhone(trial);
      const { subject, session } = trial.ada;
      const change = { subject, sessionId: session.id, factorId, label: "Work", origin };
      return {
        act: (deps) => changeFactor(deps, { ...change, makeDefault: true }),
        event: of(trial, factorId, "Work"),
      };
    },
  },
  "sms_code.removed": {
    proved: async (trial) => {
      const { factorId } = await withPhone(trial);
      const demand = await proved(trial, "account.factor.remove", factorId);
      return {
        act: (deps) => removeFactor(deps, { demand, factorId, origin }, tellNobody),
        event: of(trial, factorId, "Phone"),
      };
    },
    unknown: async (trial) => {
      const factorId = "pho_unknown";
      const demand = trial.ada.demand({ action: "account.factor.remove", target: factorId });
      return {
        act: (deps) => removeFactor(deps, { demand, factorId, origin }, tellNobody),
        event: { ...of(trial, factorId), ...REFUSED, reason: "not_found" },
      };
    },
  },
  "sms_code.suspended": {
    proved: async (trial) => {
      const { factorId } = await withPhone(trial);
      const demand = await proved(trial, "account.factor.suspend", factorId);
      return {
        act: (deps) => suspendFactor(deps, { demand, factorId, origin }, tellNobody),
        event: of(trial, factorId, "Phone"),
      };
    },
  },
  "sms_code.resumed": {
    proved: async (trial) => {
      const factorId = await suspended(trial);
      const demand = await proved(trial, "account.factor.resume", factorId);
      return {
        act: (deps) => resumeFactor(deps, { demand, factorId, origin }, tellNobody),
        event: of(trial, factorId, "Phone"),
      };
    },
  },
  "sms_code.sent": {
    "for a sign-in": async (trial) => {
      const { factorId } = await withPhone(trial);
      trial.installation.clock.advance(30_000);
      const step = await trial.ada.beginSignIn();
      const { challengeId } = step;
      return {
        act: (deps) => askForCode({ deps }, step, { factorId }),
        event: { challengeId, factorId, factorKind: "sms", factorLabel: "Phone" },
      };
    },
    "too soon": async (trial) => {
      const { factorId } = await withPhone(trial);
      const step = await trial.ada.beginSignIn();
      granted(await askForCode(trial.installation, step, { factorId }));
      const { challengeId } = step;
      return {
        act: (deps) => askForCode({ deps }, step, { factorId }),
        event: { challengeId, factorId, factorKind: "sms", ...REFUSED, reason: "too_many_texts" },
      };
    },
  },
};

let installation: TestInstallation;

beforeAll(async () => {
  installation = await openTestInstallation("sms-code-events");
});
afterAll(() => installation.close());

describe.each(Object.entries(CASES))("the operation %s", (type, cases) => {
  describe.each(Object.entries(cases))("%s", (_, given) => {
    it("R-081: makes exactly one event, with all there is to say", async () => {
      const { made, expected } = await tryOperation(await openTrial(installation), type, given);
      expect(made).toEqual([expect.objectContaining(expected)]);
    });

    it("R-082: does not happen when it cannot be recorded", async () => {
      const { ended, before, after } = await tryUnrecorded(await openTrial(installation), given);
      expect(ended).toBe("fault");
      expect(after).toEqual(before);
    });
  });
});
