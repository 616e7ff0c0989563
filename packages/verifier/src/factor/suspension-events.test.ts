import {
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  type TrialCase,
  tryOperation,
  tryUnrecorded,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEventType } from "../audit/audit-event.ts";
import { resumeFactor } from "./resume-factor.ts";
import { suspendFactor } from "./suspend-factor.ts";

const origin = TEST_ORIGIN;
const tellNobody = async () => undefined;
const OF_PHONE = { factorKind: "totp", factorLabel: "Phone" };

const CASES: Record<
  Extract<AuditEventType, "totp.suspended" | "totp.resumed">,
  Record<string, TrialCase>
> = {
  "totp.suspended": {
    proved: async ({ ada, phone: { factorId } }) => {
      const act = { action: "account.factor.suspend", target: factorId };
      const demand = await ada.prove(ada.demand(act));
      return {
        act: (ports) => suspendFactor(ports, { demand, factorId, origin }, tellNobody),
        event: { sessionId: ada.session.id, factorId, ...OF_PHONE },
      };
    },
    "too late after a recovery": async ({ ada, phone, recoveryCodes, installation }) => {
      const { factorId } = phone;
      const rescued = await ada.recover(recoveryCodes[0]!);
      installation.clock.advance(10 * 60_000);
      const demand = rescued.demand({ action: "account.factor.suspend", target: factorId });
      const event = { sessionId: rescued.session.id, factorId, ...OF_PHONE };
      return {
        act: (ports) => suspendFactor(ports, { demand, factorId, origin }, tellNobody),
        event: { ...event, outcome: "refused", reason: "recovery_session" },
      };
    },
    unknown: async ({ ada }) => {
      const factorId = "fac_unknown";
      const demand = ada.demand({ action: "account.factor.suspend", target: factorId });
      const event = { sessionId: ada.session.id, factorId, factorKind: "totp" };
      return {
        act: (ports) => suspendFactor(ports, { demand, factorId, origin }, tellNobody),
        event: { ...event, outcome: "refused", reason: "not_found" },
      };
    },
  },
  "totp.resumed": {
    proved: async ({ ada, phone, installation: { deps, clock } }) => {
      const { factorId } = phone;
      const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
      const target = factorId;
      const suspension = ada.demand({ action: "account.factor.suspend", target });
      const demand = await ada.prove(suspension, tablet);
      granted(await suspendFactor(deps, { demand, factorId, origin }, tellNobody));
      clock.advance(30_000);
      const resumption = ada.demand({ action: "account.factor.resume", target });
      const proved = await ada.prove(resumption, tablet);
      return {
        act: (ports) => resumeFactor(ports, { demand: proved, factorId, origin }, tellNobody),
        event: { sessionId: ada.session.id, factorId, ...OF_PHONE },
      };
    },
    "not suspended": async ({ ada, phone: { factorId } }) => {
      const demand = ada.demand({ action: "account.factor.resume", target: factorId });
      const event = { sessionId: ada.session.id, factorId, factorKind: "totp" };
      return {
        act: (ports) => resumeFactor(ports, { demand, factorId, origin }, tellNobody),
        event: { ...event, outcome: "refused", reason: "not_found" },
      };
    },
  },
};

const ROWS = Object.entries(CASES).flatMap(([type, cases]) =>
  Object.entries(cases).map(([ending, given]) => ({ type, ending, given })),
);

describe("the record of suspended authenticators", () => {
  let installation: TestInstallation;

  beforeAll(async () => {
    installation = await openTestInstallation("suspension events");
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
