import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { changeFactor } from "./change-factor.ts";
import { removeFactor } from "./remove-factor.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("removal");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

function refused(reason: string) {
  return { outcome: "refused", reason };
}

async function security() {
  return describeSecurity(installation.deps, ada.subject);
}

/** Removes one, proved by another or by itself. */
async function remove({ factorId }: TestAuthenticator, proving = phone) {
  const demand = ada.demand({ action: "account.factor.remove", target: factorId });
  const proved = await ada.prove(demand, proving);
  installation.clock.advance(30_000);
  return ada.removeFor(proved, factorId);
}

function change(factorId: string, to: { label?: string; makeDefault?: boolean }) {
  const { subject, session } = ada;
  const input = { subject, sessionId: session.id, factorId, makeDefault: false, ...to };
  return changeFactor(installation.deps, { ...input, origin: TEST_ORIGIN });
}

describe("removing an authenticator", () => {
  it("disables two-factor authentication and kills the codes when it is the last", async () => {
    expect(await remove(phone)).toEqual({ outcome: "removed" });
    const seen = await security();
    expect(seen).toMatchObject({ isEnabled: false, signInSetting: "off", factors: [] });
    expect(seen.recoveryCodes).toBeUndefined();
    expect(await ada.elsewhere()).toMatchObject({ session: { amr: ["pwd"] } });
  });

  it("leaves the rest as it is when there is another, which becomes the default", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { authenticator: watch } = await ada.addAuthenticator("Watch", phone);
    await remove(phone);
    expect(await security()).toMatchObject({
      isEnabled: true,
      signInSetting: "every_time",
      factors: [
        { id: tablet.factorId, isDefault: true },
        { id: watch.factorId, isDefault: false },
      ],
      recoveryCodes: { remaining: 8 },
    });
    const step = await ada.beginSignIn();
    expect(await ada.answer(step, phone)).toEqual(refused("not_found"));
    expect(await ada.answer(step, watch)).toMatchObject({ outcome: "signed_in" });
  });

  it("leaves the default where it is when another goes", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { authenticator: watch } = await ada.addAuthenticator("Watch", phone);
    granted(await change(tablet.factorId, { makeDefault: true }));
    await remove(watch);
    expect((await security()).factors).toMatchObject([
      { id: phone.factorId, isDefault: false },
      { id: tablet.factorId, isDefault: true },
    ]);
  });

  it("counts no enrolment as another one", async () => {
    await ada.enrol("Tablet", phone);
    installation.clock.advance(30_000);
    await remove(phone);
    expect(await security()).toMatchObject({ isEnabled: false, signInSetting: "off" });
  });

  it("kills the recovery codes for the sign-ins that are open", async () => {
    const step = await ada.beginSignIn();
    await remove(phone);
    const [code = ""] = recoveryCodes;
    expect(await ada.answerWithRecoveryCode(step, code)).toEqual(refused("invalid_code"));
    expect(await ada.answer(step, phone)).toEqual(refused("not_found"));
  });

  it("gives new recovery codes with the next first one, and the old ones stay dead", async () => {
    await remove(phone);
    const { recoveryCodes: fresh } = await ada.addAuthenticator("New phone");
    expect(fresh).toHaveLength(8);
    const step = await ada.beginSignIn();
    const [old = ""] = recoveryCodes;
    expect(await ada.answerWithRecoveryCode(step, old)).toEqual(refused("invalid_code"));
    expect(await ada.answerWithRecoveryCode(step, fresh[0]!)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("happens alongside what the caller adds, or not at all", async () => {
    const demand = ada.demand({ action: "account.factor.remove", target: phone.factorId });
    const input = { demand: await ada.prove(demand, phone), factorId: phone.factorId };
    const before = installation.rows.all();
    const failing = removeFactor(installation.deps, { ...input, origin: TEST_ORIGIN }, async () => {
      throw new Error("alongside");
    });
    await expect(failing).rejects.toThrow("alongside");
    expect(installation.rows.all()).toEqual(before);
  });

  it("tells whoever announces it what went, when, and whether it was the last", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const told: unknown[] = [];
    for (const { factorId } of [phone, tablet]) {
      const act = { action: "account.factor.remove", target: factorId };
      const demand = await ada.prove(ada.demand(act), tablet);
      const input = { demand, factorId, origin: TEST_ORIGIN };
      await removeFactor(installation.deps, input, async (_stores, { factor, ...removed }) => {
        told.push([factor.label, removed, installation.clock.nowMillis()]);
      });
      installation.clock.advance(30_000);
    }
    const [first, last] = told as [string, object, number][];
    expect(first).toEqual(["Phone", { isLast: false, atMillis: first![2] }, first![2]]);
    expect(last).toEqual(["Tablet", { isLast: true, atMillis: last![2] }, last![2]]);
  });

  it("is done without proof for the session's own enrolment, and alongside nothing", async () => {
    const pending = await ada.enrol("Tablet", phone);
    const { factorId } = pending;
    let ran = 0;
    const demand = ada.demand({ action: "account.factor.remove", target: factorId });
    const input = { demand, factorId, origin: TEST_ORIGIN };
    const ended = await removeFactor(installation.deps, input, async () => void (ran += 1));
    expect(ended).toEqual({ outcome: "removed" });
    expect(ran).toBe(0);
    expect(await security()).toMatchObject({ isEnabled: true, factors: [{ label: "Phone" }] });
  });

  it("R-005: needs a proof for another session's enrolment", async () => {
    const elsewhere = await ada.elsewhere(phone);
    installation.clock.advance(30_000);
    const { factorId } = await elsewhere.enrol("Theirs", phone);
    const demand = ada.demand({ action: "account.factor.remove", target: factorId });
    expect(await ada.removeFor(demand, factorId)).toEqual(refused("step_up_required"));
  });

  it.each(["unknown", "another person's"])("finds nothing of an %s one", async (whose) => {
    const { phone: evesPhone } = await openTrial(installation);
    const factorId = whose === "unknown" ? "fac_unknown" : evesPhone.factorId;
    const demand = ada.demand({ action: "account.factor.remove", target: factorId });
    const proved = await ada.prove(demand, phone);
    expect(await ada.removeFor(proved, factorId)).toStrictEqual(refused("not_found"));
  });
});

describe("changing an authenticator", () => {
  it("renames it and makes it the default", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const changed = granted(
      await change(tablet.factorId, { label: "Big tablet", makeDefault: true }),
    );
    expect(changed.factor).toMatchObject({ label: "Big tablet", isDefault: true });
    expect((await security()).factors).toMatchObject([
      { id: phone.factorId, label: "Phone", isDefault: false },
      { id: tablet.factorId, label: "Big tablet", isDefault: true },
    ]);
  });

  it("renames one and leaves the default", async () => {
    granted(await change(phone.factorId, { label: "Work phone" }));
    expect((await security()).factors).toMatchObject([{ label: "Work phone", isDefault: true }]);
  });

  it.each([{ label: "Mine" }, { makeDefault: true }, {}])(
    "finds nothing that is pending, unknown or another person's, for %j",
    async (to) => {
      const { phone: evesPhone } = await openTrial(installation);
      const pending = await ada.enrol("Tablet", phone);
      const before = installation.rows.uncounted();
      for (const factorId of [pending.factorId, "fac_unknown", evesPhone.factorId]) {
        expect(await change(factorId, to)).toStrictEqual(refused("not_found"));
      }
      const after = installation.rows.uncounted();
      expect({ ...after, audit_event: [] }).toEqual({ ...before, audit_event: [] });
    },
  );
});
