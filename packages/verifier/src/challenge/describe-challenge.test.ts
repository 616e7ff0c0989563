import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  type SecondStep,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeFactor } from "../factor/change-factor.ts";
import { openStepUp } from "../step-up/open-step-up.ts";
import { boundToSession, boundToTicket } from "../step-up/spend-proof.ts";
import { describeChallenge } from "./describe-challenge.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let step: SecondStep;

beforeAll(async () => {
  installation = await openTestInstallation("described challenges");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
  step = await ada.beginSignIn();
});

function show({ challengeId, ticket }: SecondStep) {
  const boundTo = boundToTicket(installation.deps.tokenHash.digest(ticket));
  return describeChallenge(installation.deps, { challengeId, boundTo });
}

const CLOSED = { outcome: "refused", reason: "challenge_closed" };

describe("a challenge", () => {
  it("names every way to answer, the default authenticator first of its kind", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { described } = granted(await show(step));
    expect(described.defaultFactorId).toBe(phone.factorId);
    expect(described.offers).toEqual([
      { id: phone.factorId, kind: "totp", label: "Phone", isDefault: true },
      { id: tablet.factorId, kind: "totp", label: "Tablet", isDefault: false },
      { id: "recovery_code", kind: "recovery_code", label: "Recovery code", isDefault: false },
    ]);
  });

  it("proposes the default authenticator, wherever it stands", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const { subject, session } = ada;
    const { factorId } = tablet;
    const origin = { ip: "192.0.2.7", userAgent: "Test browser", requestId: "request-2" };
    const input = { subject, sessionId: session.id, factorId, makeDefault: true, origin };
    granted(await changeFactor(installation.deps, input));
    expect(granted(await show(step)).described.defaultFactorId).toBe(tablet.factorId);
  });

  it("proposes another than the one that is about to be removed", async () => {
    const proposed = async (action = "account.factor.remove") => {
      const act = { action, target: phone.factorId };
      const { defaultFactorId } = await openStepUp(installation.deps, ada.demand(act), {
        ip: "192.0.2.7",
        userAgent: "Test browser",
        requestId: "request-3",
      });
      return defaultFactorId;
    };
    expect(await proposed()).toBe(phone.factorId);
    expect(await proposed("account.factor.suspend")).toBe("password");
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    expect(await proposed()).toBe(tablet.factorId);
    expect(await proposed("account.factor.suspend")).toBe(tablet.factorId);
  });

  it("proposes what this browser used last at a sign-in, and at no step-up", async () => {
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    granted(await ada.answer(step, tablet));
    const { browserTokens, session } = ada;
    const next = await ada.beginSignIn();
    const boundTo = boundToTicket(installation.deps.tokenHash.digest(next.ticket));
    const atSignIn = { challengeId: next.challengeId, boundTo, browserTokens };
    const proposed = async (input: typeof atSignIn) =>
      granted(await describeChallenge(installation.deps, input)).described.defaultFactorId;
    expect(await proposed(atSignIn)).toBe(tablet.factorId);
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.factor.add" }));
    const atStepUp = { challengeId, boundTo: boundToSession(session.id), browserTokens };
    expect(await proposed(atStepUp)).toBe(phone.factorId);
  });

  it("R-031: offers to trust the device at a sign-in of who is asked once, and at no step-up", async () => {
    expect(granted(await show(step)).described.canTrustDevice).toBe(false);
    await ada.choose("once_per_device", phone);
    expect(granted(await show(step)).described.canTrustDevice).toBe(true);
    const challengeId = await ada.openStepUp(ada.demand({ action: "account.factor.add" }));
    const boundTo = boundToSession(ada.session.id);
    const { described } = granted(
      await describeChallenge(installation.deps, { challengeId, boundTo }),
    );
    expect(described.canTrustDevice).toBe(false);
  });

  it("R-043: is shown to nobody else", async () => {
    const { ticket } = await ada.beginSignIn();
    expect(await show({ ...step, ticket })).toEqual({ outcome: "refused", reason: "not_found" });
  });

  it.each([
    ["in its last millisecond", -1, { outcome: "described" }],
    ["after ten minutes no more", 0, CLOSED],
  ])("R-044: is shown %s", async (_, offset, expected) => {
    installation.clock.advance(10 * 60_000 + offset);
    expect(await show(step)).toMatchObject(expected);
  });

  it("R-044: is over once it was answered", async () => {
    granted(await ada.answer(step, phone));
    expect(await show(step)).toEqual(CLOSED);
  });

  it("R-032: is over after five wrong codes", async () => {
    for (let wrong = 0; wrong < 5; wrong += 1) {
      expect(await show(step)).toMatchObject({ outcome: "described" });
      await ada.answer(step, phone, phone.wrongCode());
    }
    expect(await show(step)).toEqual(CLOSED);
  });
});
