import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeSecurity } from "../policy/describe-security.ts";
import { acknowledgeRecoveryCodes } from "./acknowledge-recovery-codes.ts";
import { parseRecoveryCode } from "./recovery-code.ts";
import { regenerateRecoveryCodes } from "./regenerate-recovery-codes.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let codes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("recovery codes");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes: codes } = await openTrial(installation));
});

async function signIn(code: string) {
  return ada.answerWithRecoveryCode(await ada.beginSignIn(), code);
}

async function regenerate(): Promise<readonly string[]> {
  const demand = await ada.prove(
    ada.demand({ action: "account.recovery_codes.regenerate" }),
    phone,
  );
  const ended = await regenerateRecoveryCodes(installation.deps, { demand, origin: TEST_ORIGIN });
  return ended.outcome === "regenerated" ? ended.codes : [];
}

async function describeCodes() {
  return (await describeSecurity(installation.deps, ada.subject)).recoveryCodes;
}

describe("a set of recovery codes", () => {
  it("R-025: has eight, one a slot, all different", () => {
    const parsed = codes.map((code) => parseRecoveryCode(code));
    expect(parsed.map((code) => code?.slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(parsed.map((code) => code?.symbols)).size).toBe(8);
  });

  it("R-028: lets each code sign in once, and says how many are left", async () => {
    for (const [index, code] of codes.entries()) {
      expect(await signIn(code)).toMatchObject({
        outcome: "signed_in",
        recoveryCodesRemaining: 7 - index,
      });
    }
    const step = await ada.beginSignIn();
    expect(await ada.answerWithRecoveryCode(step, codes[0]!)).toMatchObject({
      reason: "invalid_code",
    });
    expect(await describeCodes()).toMatchObject({ remaining: 0 });
  });

  it("R-028: offers itself until it is used up", async () => {
    const offers = async () => {
      const { deps } = installation;
      return deps.unitOfWork.read(async (stores) =>
        deps.factors.recovery_code!.offers(stores, ada.subject),
      );
    };
    for (const code of codes.slice(1)) await signIn(code);
    expect(await offers()).toHaveLength(1);
    await signIn(codes[0]!);
    expect(await offers()).toEqual([]);
  });

  it("R-028: lets one of fifty parallel uses of a code win", async () => {
    const steps = await Promise.all(Array.from({ length: 10 }, () => ada.beginSignIn()));
    const ended = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ada.answerWithRecoveryCode(steps[index % steps.length]!, codes[0]!),
      ),
    );
    expect(ended.filter(({ outcome }) => outcome === "signed_in")).toHaveLength(1);
    expect(await describeCodes()).toMatchObject({ remaining: 7 });
  });

  it("R-028: dies whole when it is replaced", async () => {
    const fresh = await regenerate();
    expect(new Set([...codes, ...fresh]).size).toBe(16);
    const step = await ada.beginSignIn();
    for (const code of codes.slice(0, 4)) {
      expect(await ada.answerWithRecoveryCode(step, code)).toMatchObject({
        reason: "invalid_code",
      });
    }
    const other = await ada.beginSignIn();
    for (const code of codes.slice(4)) {
      expect(await ada.answerWithRecoveryCode(other, code)).toMatchObject({
        reason: "invalid_code",
      });
    }
    expect(await signIn(fresh[7]!)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-028: a code that is being compared while the set is replaced opens nothing", async () => {
    const step = await ada.beginSignIn();
    let replaced: readonly string[] = [];
    const { codeHasher } = installation.deps;
    const deps = {
      ...installation.deps,
      codeHasher: {
        ...codeHasher,
        verify: async (code: string, hash: string) => {
          const isRight = await codeHasher.verify(code, hash);
          replaced = await regenerate();
          return isRight;
        },
      },
    };
    const ended = await ada
      .through(watchPorts(deps, () => "done"))
      .answerWithRecoveryCode(step, codes[0]!);
    expect(replaced).toHaveLength(8);
    expect(ended).toEqual({ outcome: "refused", reason: "code_already_used" });
    expect(await describeCodes()).toMatchObject({ remaining: 8 });
  });

  it("R-029: is read as people type it", async () => {
    const [first = "", second = "", third = ""] = codes;
    expect(await signIn(first.toLowerCase().replaceAll("-", " "))).toMatchObject({
      outcome: "signed_in",
    });
    expect(await signIn(` ${second.replaceAll("-", "")} `)).toMatchObject({
      outcome: "signed_in",
    });
    expect(await signIn(third.replaceAll("0", "o").replaceAll("1", "l"))).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("R-029: refuses a right code with 100 signs behind it before it is hashed", async () => {
    const calls: string[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      calls.push(call);
      return "done";
    });
    const step = await ada.beginSignIn();
    const ended = await ada
      .through(deps)
      .answerWithRecoveryCode(step, `${codes[0]}${"A".repeat(100)}`);
    expect(ended).toEqual({ outcome: "refused", reason: "malformed_answer" });
    expect(calls.filter((call) => call.startsWith("codeHasher"))).toEqual([]);
    expect(await ada.counted("recovery_code")).toBe(0);
  });

  it("R-026: is flagged until its owner says that it is saved", async () => {
    expect((await describeCodes())?.acknowledgedAtMillis).toBeUndefined();
    const { subject, session } = ada;
    const input = { subject, sessionId: session.id, origin: TEST_ORIGIN };
    const savedAtMillis = installation.clock.nowMillis();
    const acknowledge = () => acknowledgeRecoveryCodes(installation.deps, input);
    expect(await acknowledge()).toEqual({ outcome: "acknowledged" });
    installation.clock.advance(30_000);
    expect(await acknowledge()).toEqual({ outcome: "acknowledged" });
    expect(await describeCodes()).toMatchObject({ acknowledgedAtMillis: savedAtMillis });
    await regenerate();
    expect((await describeCodes())?.acknowledgedAtMillis).toBeUndefined();
  });

  it("R-026: is hashed for nobody who shows no proof", async () => {
    const calls: string[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      calls.push(call);
      return "done";
    });
    const demand = ada.demand({ action: "account.recovery_codes.regenerate" });
    const ended = await regenerateRecoveryCodes(deps, { demand, origin: TEST_ORIGIN });
    expect(ended).toEqual({ outcome: "refused", reason: "step_up_required" });
    expect(calls.filter((call) => call.startsWith("codeHasher"))).toEqual([]);
  });

  it("tells whoever announces it how many there are, in the transaction that makes them", async () => {
    const act = { action: "account.recovery_codes.regenerate" };
    const demand = await ada.prove(ada.demand(act), phone);
    const told: unknown[] = [];
    await regenerateRecoveryCodes(
      installation.deps,
      { demand, origin: TEST_ORIGIN },
      async ({ recoveryCodes }, made) => {
        const set = await recoveryCodes.find(ada.subject);
        told.push([made, set?.createdAtMillis, set?.id.slice(0, 4)]);
      },
    );
    const atMillis = installation.clock.nowMillis();
    expect(told).toEqual([[{ count: 8, atMillis }, atMillis, "rcs_"]]);
  });

  it("is replaced by one of two that raced with one proof", async () => {
    const act = { action: "account.recovery_codes.regenerate" };
    const demand = await ada.prove(ada.demand(act), phone);
    const input = { demand, origin: TEST_ORIGIN };
    const ended = await Promise.all([
      regenerateRecoveryCodes(installation.deps, input),
      regenerateRecoveryCodes(installation.deps, input),
    ]);
    const shown = ended.flatMap((each) => (each.outcome === "regenerated" ? [...each.codes] : []));
    expect(shown).toHaveLength(8);
    expect(await signIn(shown[0]!)).toMatchObject({ outcome: "signed_in" });
  });
});

describe("comparing a recovery code", () => {
  /** What an attempt asks of the ports, and which hash it is compared with. */
  async function observe(code: string) {
    const calls: string[] = [];
    const hashes: string[] = [];
    const { codeHasher } = installation.deps;
    const deps = watchPorts(
      {
        ...installation.deps,
        codeHasher: {
          ...codeHasher,
          verify: async (symbols: string, hash: string) => {
            hashes.push(hash);
            return codeHasher.verify(symbols, hash);
          },
        },
      },
      (call) => {
        calls.push(call);
        return "done";
      },
    );
    const step = await ada.beginSignIn();
    const ended = await ada.through(deps).answerWithRecoveryCode(step, code);
    return { calls, hashes, ended };
  }

  it("R-030: costs one hash, the same for a live, a spent and a missing slot", async () => {
    const { decoyHash } = installation.deps.codeHasher;
    await signIn(codes[0]!);
    const spent = await observe("1-0000-0000-0000-0000");
    const live = await observe("2-0000-0000-0000-0000");
    await installation.deps.unitOfWork.write((stores) => stores.recoveryCodes.remove(ada.subject));
    const missing = await observe("2-0000-0000-0000-0000");
    expect([spent.hashes, missing.hashes]).toEqual([[decoyHash], [decoyHash]]);
    expect(live.hashes).toHaveLength(1);
    expect(live.hashes).not.toEqual([decoyHash]);
    expect(live.calls).toEqual(spent.calls);
    expect(missing.calls).toEqual(spent.calls);
    for (const { ended } of [spent, live, missing]) {
      expect(ended).toStrictEqual({ outcome: "refused", reason: "invalid_code" });
    }
  });

  it("R-108: opens nothing when the hasher says yes to the decoy", async () => {
    await signIn(codes[0]!);
    const codeHasher = { ...installation.deps.codeHasher, verify: async () => true };
    const deps = watchPorts({ ...installation.deps, codeHasher }, () => "done");
    const step = await ada.beginSignIn();
    const ended = await ada.through(deps).answerWithRecoveryCode(step, codes[0]!);
    expect(ended).toEqual({ outcome: "refused", reason: "invalid_code" });
  });

  it("R-030: costs one hash when it is right", async () => {
    const { hashes, ended } = await observe(codes[3]!);
    expect(hashes).toHaveLength(1);
    expect(ended).toMatchObject({ outcome: "signed_in" });
  });
});
