import {
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import { type AuditEventType, cancelReplacement, requestReplacement } from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeReplacement } from "./complete-replacement.ts";

const DAY = 24 * 60 * 60_000;
const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;

async function proved({ ada, phone: { factorId } }: Trial) {
  const act = { action: "account.factor.replace", target: factorId };
  return { demand: await ada.prove(ada.demand(act)), factorId, origin };
}

async function requested(trial: Trial) {
  const input = await proved(trial);
  return granted(await requestReplacement(trial.installation.deps, input, tellNobody));
}

function ofPhone({ phone: { factorId } }: Trial) {
  return { factorId, factorKind: "totp", factorLabel: "Phone" };
}

const CASES: Record<Extract<AuditEventType, `replacement.${string}`>, Record<string, TrialCase>> = {
  "replacement.requested": {
    proved: async (trial) => {
      const input = await proved(trial);
      return {
        act: (ports) => requestReplacement(ports, input, tellNobody),
        event: { sessionId: trial.ada.session.id, ...ofPhone(trial) },
      };
    },
    "while one waits": async (trial) => {
      const input = await proved(trial);
      await requested(trial);
      const event = { sessionId: trial.ada.session.id, ...ofPhone(trial) };
      return {
        act: (ports) => requestReplacement(ports, input, tellNobody),
        event: { ...event, outcome: "refused", reason: "replacement_waiting" },
      };
    },
  },
  "replacement.cancelled": {
    "while it waits": async (trial) => {
      await requested(trial);
      const { subject, session } = trial.ada;
      const input = { subject, sessionId: session.id, origin };
      return {
        act: (ports) => cancelReplacement(ports, input, tellNobody),
        event: { sessionId: session.id, factorId: trial.phone.factorId },
      };
    },
    "with none": async ({ ada: { subject, session } }) => ({
      act: (ports) => {
        const input = { subject, sessionId: session.id, origin };
        return cancelReplacement(ports, input, tellNobody);
      },
      event: { sessionId: session.id, outcome: "refused", reason: "not_found" },
    }),
  },
  "replacement.completed": {
    "in its time": async (trial) => {
      const { token: replacementToken } = await requested(trial);
      trial.installation.clock.advance(DAY);
      const step = await trial.ada.beginSignIn();
      const sessionId = expect.stringMatching(/^ses_/);
      return {
        act: (ports) => completeReplacement(ports, { ...step, replacementToken, origin }),
        event: { sessionId, challengeId: step.challengeId, ...ofPhone(trial) },
      };
    },
    "too early": async (trial) => {
      const { token: replacementToken } = await requested(trial);
      const step = await trial.ada.beginSignIn();
      const event = { challengeId: step.challengeId, ...ofPhone(trial) };
      return {
        act: (ports) => completeReplacement(ports, { ...step, replacementToken, origin }),
        event: { ...event, outcome: "refused", reason: "replacement_waiting" },
      };
    },
    "with a guessed token": async (trial) => {
      await requested(trial);
      const { challengeId, ticket } = await trial.ada.beginSignIn();
      const input = { challengeId, ticket, replacementToken: "twl_replacement_guess", origin };
      return {
        act: (ports) => completeReplacement(ports, input),
        event: { challengeId, outcome: "refused", reason: "not_found" },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of replacements", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("replacement events");
  });
  afterAll(() => installation.close());

  it.for(ROWS)("R-081: $type, $ending, makes one event", async ({ type, given }) => {
    const { made, expected } = await tryOperation(await openTrial(installation), type, given);
    expect(made).toEqual([{ ...expected, id: expect.stringMatching(/^evt_[a-z2-7]{26}$/) }]);
  });

  it.for(ROWS)("R-082: $type, $ending, does not happen unrecorded", async ({ given }) => {
    const { ended, before, after } = await tryUnrecorded(await openTrial(installation), given);
    expect(ended).toBe("fault");
    expect(after).toEqual(before);
  });
});
