import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  type Trial,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeFactor } from "../factor/change-factor.ts";
import { setSignInSetting } from "../policy/set-sign-in-setting.ts";
import { acknowledgeRecoveryCodes } from "../recovery-code/acknowledge-recovery-codes.ts";
import { regenerateRecoveryCodes } from "../recovery-code/regenerate-recovery-codes.ts";
import { openStepUp } from "../step-up/open-step-up.ts";
import { MAX_TOTP_FACTORS } from "../totp/totp-factor.ts";
import type { AuditEventType } from "./audit-event.ts";

type Ports = TestInstallation["deps"];
type Mine = Exclude<
  AuditEventType,
  | `sign_${"up" | "in"}.${string}`
  | `key.${string}`
  | `backup.${string}`
  | `password${string}.${string}`
  | `account${string}.${string}`
  | `audit.${string}`
  | `break_glass.${string}`
  | `session.${string}`
  | `replacement.${string}`
  | `factor_invitation.${string}`
  | `throttle.${string}`
  | `sms_code.${string}`
  | `text_message.${string}`
  | `trusted_device.${string}`
  | "totp.suspended"
  | "totp.resumed"
>;

const origin = TEST_ORIGIN;
const ADD = { action: "account.factor.add" };
const ADD_TARGET = "account.factor.add account";

function refused(reason: string) {
  return { outcome: "refused", reason };
}

function inSession({ session }: AccountScenario) {
  return { sessionId: session.id };
}

function ofFactor({ factorId }: TestAuthenticator, factorLabel = "Phone") {
  return { factorId, factorKind: "totp", factorLabel };
}

/** A step-up to add a factor, answered with this code of Ada's phone. */
async function stepUp({ ada, phone }: Trial, code: () => string) {
  const challengeId = await ada.openStepUp(ada.demand(ADD));
  const { factorId } = phone;
  return {
    act: (ports: Ports) => ada.through(ports).answerStepUp(challengeId, phone, code()),
    event: {
      ...inSession(ada),
      challengeId,
      factorId,
      factorKind: "totp",
      // Where nothing was compared, nothing was read of the factor either.
      factorLabel: "Phone" as string | null,
      target: ADD_TARGET,
    },
  };
}

/** Ada in a browser where she used a recovery code. */
async function recovered({ ada, recoveryCodes: [code = ""] }: Trial) {
  return ada.recover(code);
}

/** Ada after she removed her only authenticator. */
async function unprotected({ ada, phone, installation: { clock } }: Trial) {
  clock.advance(30_000);
  const demand = ada.demand({ action: "account.factor.remove", target: phone.factorId });
  await ada.removeFor(await ada.prove(demand, phone), phone.factorId);
  return ada;
}

function change(ada: AccountScenario, factorId: string) {
  const { subject, session } = ada;
  const input = { subject, sessionId: session.id, factorId, label: "Tablet", makeDefault: false };
  return (ports: Ports) => changeFactor(ports, { ...input, origin });
}

function acknowledge({ subject, session }: AccountScenario) {
  const input = { subject, sessionId: session.id, origin };
  return (ports: Ports) => acknowledgeRecoveryCodes(ports, input);
}

const STEP_UP: Record<Extract<Mine, `step_up.${string}`>, Record<string, TrialCase>> = {
  "step_up.demanded": {
    "for want of a proof": async ({ ada }) => {
      const demand = ada.demand(ADD);
      const challengeId = expect.stringMatching(/^chl_/);
      return {
        act: async (ports) => {
          await ada.through(ports).enrolFor(demand);
          await openStepUp(ports, demand, origin);
        },
        event: {
          ...inSession(ada),
          challengeId,
          target: ADD_TARGET,
          ...refused("step_up_required"),
        },
      };
    },
  },
  "step_up.approved": {
    right: (trial) => stepUp(trial, () => trial.phone.code()),
    wrong: async (trial) => {
      const { act, event } = await stepUp(trial, () => trial.phone.wrongCode());
      return { act, event: { ...event, ...refused("invalid_code") } };
    },
    "with a spent code": async (trial) => {
      const { act, event } = await stepUp(trial, () => trial.phone.code(-1));
      return { act, event: { ...event, ...refused("code_already_used") } };
    },
    "with the password where there is a factor": async ({ ada }) => {
      const challengeId = await ada.openStepUp(ada.demand(ADD));
      const event = { ...inSession(ada), challengeId, target: ADD_TARGET, factorKind: "password" };
      return {
        act: (ports) => ada.through(ports).answerStepUp(challengeId),
        event: { ...event, ...refused("kind_not_allowed") },
      };
    },
    "in a session that ended meanwhile": async (trial) => {
      const { installation, ada } = trial;
      const { act, event } = await stepUp(trial, () => trial.phone.code());
      const { id, accountId } = ada.session;
      await installation.deps.unitOfWork.write((stores) => stores.sessions.remove(accountId, id));
      return { act, event: { ...event, ...refused("challenge_closed") } };
    },
    late: async (trial) => {
      const { act, event } = await stepUp(trial, () => trial.phone.code());
      trial.installation.clock.advance(10 * 60_000);
      return { act, event: { ...event, factorLabel: null, ...refused("challenge_closed") } };
    },
    "too often": async (trial) => {
      for (let challenge = 0; challenge < 2; challenge += 1) {
        const { act } = await stepUp(trial, () => trial.phone.wrongCode());
        for (let wrong = 0; wrong < 5; wrong += 1) await act(trial.installation.deps);
      }
      const { act, event } = await stepUp(trial, () => trial.phone.code());
      return { act, event: { ...event, factorLabel: null, ...refused("too_many_attempts") } };
    },
  },
};

const TOTP: Record<Extract<Mine, `totp.${string}`>, Record<string, TrialCase>> = {
  "totp.enrolled": {
    proved: async ({ ada, phone }) => {
      const demand = await ada.prove(ada.demand(ADD), phone);
      const factorId = expect.stringMatching(/^fac_/);
      return {
        act: (ports) => ada.through(ports).enrolFor(demand, "Tablet"),
        event: { ...inSession(ada), factorId, factorKind: "totp", factorLabel: "Tablet" },
      };
    },
    "beyond ten": async ({ ada, installation }) => {
      const { subject } = ada;
      await installation.deps.unitOfWork.write(async (stores) => {
        const [phone] = await stores.totp.list(subject);
        for (let more = 1; more < MAX_TOTP_FACTORS; more += 1) {
          await stores.totp.insert({ ...phone!, id: `fac_${more}`, isDefault: false });
        }
      });
      const event = { ...inSession(ada), factorKind: "totp", factorLabel: "Phone" };
      return {
        act: (ports) => ada.through(ports).enrolFor(ada.demand(ADD)),
        event: { ...event, ...refused("too_many_factors") },
      };
    },
    "too late after a recovery": async (trial) => {
      const ada = await recovered(trial);
      trial.installation.clock.advance(10 * 60_000);
      const event = { ...inSession(ada), factorKind: "totp", factorLabel: "Phone" };
      return {
        act: (ports) => ada.through(ports).enrolFor(ada.demand(ADD)),
        event: { ...event, ...refused("recovery_session") },
      };
    },
  },
  "totp.confirmed": {
    right: async ({ ada, phone }) => {
      const tablet = await ada.enrol("Tablet", phone);
      return {
        act: (ports) => ada.through(ports).confirm(tablet),
        event: { ...inSession(ada), ...ofFactor(tablet, "Tablet") },
      };
    },
    wrong: async ({ ada, phone }) => {
      const tablet = await ada.enrol("Tablet", phone);
      return {
        act: (ports) => ada.through(ports).confirm(tablet, tablet.wrongCode()),
        event: { ...inSession(ada), ...ofFactor(tablet, "Tablet"), ...refused("invalid_code") },
      };
    },
    late: async ({ ada, phone, installation: { clock } }) => {
      const tablet = await ada.enrol("Tablet", phone);
      clock.advance(10 * 60_000);
      return {
        act: (ports) => ada.through(ports).confirm(tablet),
        event: { ...inSession(ada), ...ofFactor(tablet, "Tablet"), ...refused("challenge_closed") },
      };
    },
    "in a session that ended meanwhile": async ({ ada, phone, installation: { deps } }) => {
      const tablet = await ada.enrol("Tablet", phone);
      const { id, accountId } = ada.session;
      await deps.unitOfWork.write((stores) => stores.sessions.remove(accountId, id));
      return {
        act: (ports) => ada.through(ports).confirm(tablet),
        event: { ...inSession(ada), ...ofFactor(tablet, "Tablet"), ...refused("challenge_closed") },
      };
    },
    "from another browser": async ({ ada, phone, installation: { clock } }) => {
      const tablet = await ada.enrol("Tablet", phone);
      clock.advance(30_000);
      const elsewhere = await ada.elsewhere(phone);
      return {
        act: (ports) => elsewhere.through(ports).confirm(tablet),
        event: { ...inSession(elsewhere), ...ofFactor(tablet, "Tablet"), ...refused("not_found") },
      };
    },
  },
  "totp.changed": {
    renamed: async ({ ada, phone }) => ({
      act: change(ada, phone.factorId),
      event: { ...inSession(ada), ...ofFactor(phone, "Tablet") },
    }),
    unknown: async ({ ada }) => {
      const event = { ...inSession(ada), factorId: "fac_unknown", factorKind: "totp" };
      return { act: change(ada, "fac_unknown"), event: { ...event, ...refused("not_found") } };
    },
  },
  "totp.removed": {
    proved: async ({ ada, phone }) => {
      const act = { action: "account.factor.remove", target: phone.factorId };
      const demand = await ada.prove(ada.demand(act), phone);
      return {
        act: (ports) => ada.through(ports).removeFor(demand, phone.factorId),
        event: { ...inSession(ada), ...ofFactor(phone) },
      };
    },
    unknown: async ({ ada }) => {
      const demand = ada.demand({ action: "account.factor.remove", target: "fac_unknown" });
      const event = { ...inSession(ada), factorId: "fac_unknown", factorKind: "totp" };
      return {
        act: (ports) => ada.through(ports).removeFor(demand, "fac_unknown"),
        event: { ...event, ...refused("not_found") },
      };
    },
    "after a recovery": async (trial) => {
      const ada = await recovered(trial);
      const { phone } = trial;
      const demand = ada.demand({ action: "account.factor.remove", target: phone.factorId });
      return {
        act: (ports) => ada.through(ports).removeFor(demand, phone.factorId),
        event: { ...inSession(ada), ...ofFactor(phone), ...refused("recovery_session") },
      };
    },
  },
};

const REST: Record<
  Exclude<Mine, keyof typeof STEP_UP | keyof typeof TOTP>,
  Record<string, TrialCase>
> = {
  "recovery_codes.regenerated": {
    proved: async ({ ada, phone }) => {
      const act = { action: "account.recovery_codes.regenerate" };
      const demand = await ada.prove(ada.demand(act), phone);
      return {
        act: (ports) => regenerateRecoveryCodes(ports, { demand, origin }),
        event: { ...inSession(ada), factorKind: "recovery_code" },
      };
    },
    "with no factor": async (trial) => {
      const ada = await unprotected(trial);
      const demand = ada.demand({ action: "account.recovery_codes.regenerate" });
      const event = { ...inSession(ada), factorKind: "recovery_code" };
      return {
        act: (ports) => regenerateRecoveryCodes(ports, { demand, origin }),
        event: { ...event, ...refused("no_factor") },
      };
    },
    "after a recovery": async (trial) => {
      const ada = await recovered(trial);
      const demand = ada.demand({ action: "account.recovery_codes.regenerate" });
      const event = { ...inSession(ada), factorKind: "recovery_code" };
      return {
        act: (ports) => regenerateRecoveryCodes(ports, { demand, origin }),
        event: { ...event, ...refused("recovery_session") },
      };
    },
  },
  "recovery_codes.acknowledged": {
    saved: async ({ ada }) => ({
      act: acknowledge(ada),
      event: { ...inSession(ada), factorKind: "recovery_code" },
    }),
    "with none": async (trial) => {
      const ada = await unprotected(trial);
      const event = { ...inSession(ada), factorKind: "recovery_code" };
      return { act: acknowledge(ada), event: { ...event, ...refused("no_recovery_codes") } };
    },
  },
  "sign_in_setting.changed": {
    proved: async ({ ada, phone }) => {
      const demand = await ada.prove(ada.demand({ action: "account.two_factor.disable" }), phone);
      return {
        act: (ports) => setSignInSetting(ports, { demand, value: "off", origin }),
        event: { ...inSession(ada), target: "off" },
      };
    },
    "with no factor": async (trial) => {
      const ada = await unprotected(trial);
      const demand = ada.demand({ action: "account.sign_in_setting.weaken" });
      return {
        act: (ports) => setSignInSetting(ports, { demand, value: "every_time", origin }),
        event: { ...inSession(ada), target: "every_time", ...refused("no_factor") },
      };
    },
    "after a recovery": async (trial) => {
      const ada = await recovered(trial);
      const demand = ada.demand({ action: "account.two_factor.disable" });
      return {
        act: (ports) => setSignInSetting(ports, { demand, value: "off", origin }),
        event: { ...inSession(ada), target: "off", ...refused("recovery_session") },
      };
    },
  },
};

const ROWS = Object.entries({ ...STEP_UP, ...TOTP, ...REST }).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of second factors", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("audit events");
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
