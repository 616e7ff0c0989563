import {
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type Trial,
  tryUnrecorded,
} from "@twinlatch/testkit";
import {
  type AuditEventType,
  listTrustedDevices,
  revokeAllTrustedDevices,
  revokeTrustedDevice,
} from "@twinlatch/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountsDeps } from "../accounts-deps.ts";

const origin = TEST_ORIGIN;
const OF_A_DEVICE = expect.stringMatching(/^dev_/);
const OF_A_SESSION = expect.stringMatching(/^ses_/);
const PASSWORD = "sign_in.password";

/** What is done, and the events it makes, each by what it says beside who and when. */
interface Tried {
  readonly act: (ports: AccountsDeps) => Promise<unknown>;
  readonly events: Partial<Record<AuditEventType, object>>;
}

type Mine = Extract<AuditEventType, `trusted_device.${string}`>;

async function trusted(trial: Trial): Promise<Trial> {
  await trial.ada.choose("once_per_device", trial.phone);
  await trial.ada.trustDevice(trial.phone);
  return trial;
}

async function deviceId({ installation: { deps }, ada }: Trial): Promise<string> {
  const { subject, deviceTokens } = ada;
  return (await listTrustedDevices(deps, { subject, deviceTokens }))[0]?.id ?? "";
}

const CASES: Record<Mine, Record<string, (trial: Trial) => Promise<Tried>>> = {
  "trusted_device.trusted": {
    "beside the second step": async ({ ada, phone }) => {
      await ada.choose("once_per_device", phone);
      const step = await ada.beginSignIn();
      const { challengeId } = step;
      return {
        act: (ports) => ada.through(ports).answer(step, phone, phone.code(), true),
        events: {
          "trusted_device.trusted": { challengeId, sessionId: OF_A_SESSION, target: OF_A_DEVICE },
          "sign_in.second_step": { challengeId },
        },
      };
    },
  },
  "trusted_device.used": {
    "beside the password": async (trial) => {
      const { ada } = await trusted(trial);
      const target = await deviceId(trial);
      return {
        act: (ports) => ada.through(ports).signIn(),
        events: { "trusted_device.used": { sessionId: OF_A_SESSION, target }, [PASSWORD]: {} },
      };
    },
  },
  "trusted_device.stolen": {
    "beside the password": async (trial) => {
      const { ada, installation } = await trusted(trial);
      const target = await deviceId(trial);
      const copy = ada.through(installation.deps);
      await ada.signIn();
      installation.clock.advance(30_000);
      return {
        act: (ports) => copy.through(ports).signIn(),
        events: { "trusted_device.stolen": { sessionId: null, target }, [PASSWORD]: {} },
      };
    },
  },
  "trusted_device.revoked": {
    one: async (trial) => {
      const { subject, session } = (await trusted(trial)).ada;
      const input = { subject, sessionId: session.id, deviceId: await deviceId(trial), origin };
      const { sessionId, deviceId: target } = input;
      return {
        act: (ports) => revokeTrustedDevice(ports, input),
        events: { "trusted_device.revoked": { sessionId, target } },
      };
    },
    "one that is not there": async ({ ada: { subject, session } }) => {
      const input = { subject, sessionId: session.id, deviceId: "dev_unknown", origin };
      const { sessionId, deviceId: target } = input;
      const event = { sessionId, target, outcome: "refused", reason: "not_found" };
      return {
        act: (ports) => revokeTrustedDevice(ports, input),
        events: { "trusted_device.revoked": event },
      };
    },
  },
  "trusted_device.all_revoked": {
    "all of them": async (trial) => {
      const { subject, session } = (await trusted(trial)).ada;
      const input = { subject, sessionId: session.id, origin };
      const { sessionId } = input;
      return {
        act: (ports) => revokeAllTrustedDevices(ports, input),
        events: { "trusted_device.all_revoked": { sessionId, target: null } },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of trusted devices", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("device events");
  });
  afterAll(() => installation.close());

  it.for(ROWS)("R-081: $type, $ending, makes one event of each", async ({ given }) => {
    const trial = await openTrial(installation);
    const { act, events } = await given(trial);
    const { rows, clock, deps } = installation;
    const before = rows.events().length;
    await act(deps);
    const made = rows.events().slice(before);
    expect(made.map(({ type }) => type)).toEqual(Object.keys(events));
    for (const event of made) {
      expect(event).toMatchObject({
        ...trial.ada.subject,
        ...TEST_ORIGIN,
        atMillis: clock.nowMillis(),
        outcome: "allowed",
        ...Object.entries(events).find(([type]) => type === event.type)?.[1],
      });
    }
  });

  it.for(ROWS)("R-082: $type, $ending, does not happen unrecorded", async ({ given }) => {
    const { ended, before, after } = await tryUnrecorded(
      await openTrial(installation),
      async (trial) => ({
        act: (await given(trial)).act,
        event: {},
      }),
    );
    expect(ended).toBe("fault");
    expect(after).toEqual(before);
  });
});
