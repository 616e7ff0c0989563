import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { totpKind } from "./verify-totp.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("authenticators as a kind");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
});

async function compare(code: string, factorId: string | undefined = phone.factorId) {
  const { clock, deps } = installation;
  const { subject } = ada;
  const guess = { subject, challengeId: "chl", factorId, code, nowMillis: clock.nowMillis() };
  const prepared = await deps.unitOfWork.write((stores) =>
    totpKind(deps).prepareComparison(stores, guess),
  );
  return { label: prepared.factorLabel, ...(await prepared.compare()) };
}

describe("authenticators as a kind of factor", () => {
  it("are named, and what they prove is a one-time password", () => {
    expect(totpKind(installation.deps)).toMatchObject({
      kind: "totp",
      lane: "code",
      amr: ["otp"],
      isNamed: true,
    });
  });

  it("match with the code of now, are near beside the window, and wrong elsewhere", async () => {
    const label = "Phone";
    expect(await compare(phone.code())).toMatchObject({ label, outcome: "match" });
    for (const stepsAway of [-3, -2, 2, 3]) {
      const near = await compare(phone.code(stepsAway));
      expect(near, `${stepsAway} steps away`).toMatchObject({
        label,
        outcome: "wrong",
        isNear: true,
      });
    }
    for (const stepsAway of [-5, -4, 4, 5]) {
      const far = await compare(phone.code(stepsAway));
      expect(far, `${stepsAway} steps away`).toMatchObject({ outcome: "wrong", isNear: false });
    }
  });

  it("are unknown by another name, or by none", async () => {
    for (const factorId of ["fac_unknown", ""]) {
      expect(await compare(phone.code(), factorId)).toEqual({ outcome: "unknown_factor" });
    }
  });

  it("R-108: compare nothing while the clock is known to be wrong", async () => {
    const { deps } = installation;
    const clock = { nowMillis: () => deps.clock.nowMillis(), isReliable: () => false };
    const guess = {
      subject: ada.subject,
      challengeId: "chl",
      factorId: phone.factorId,
      code: phone.code(),
      nowMillis: clock.nowMillis(),
    };
    const prepared = deps.unitOfWork.write((stores) =>
      totpKind({ ...deps, clock }).prepareComparison(stores, guess),
    );
    await expect(prepared).rejects.toMatchObject({ code: "clock_unreliable" });
  });
});
