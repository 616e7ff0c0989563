import type { AccountsDeps, AccountsStores } from "@twinlatch/accounts";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { rounds } from "../rounds.ts";
import { type EdgeInstallation, openEdgeInstallation } from "../security/edge-installation.ts";
import { PUBLIC_CALLS } from "./calls.ts";
import { type Coverage, drawBy, sequences } from "./sequences.ts";
import { World } from "./world.ts";

const SEQUENCES = rounds(500, 10_000);
const SEQUENCES_AN_INSTALLATION = 250;
/** A planted defect shows long before. */
const SEQUENCES_OF_A_DEFECT = 2_000;

/** Three people sign up and two add an authenticator: what follows has something to work with. */
async function prepare(world: World): Promise<void> {
  const { signUp, enrolTotp, verifyChallenge, confirmFactor } = PUBLIC_CALLS;
  await signUp(world, drawBy([0]));
  for (const person of [1, 2]) {
    await signUp(world, drawBy([person]));
    for (const call of [enrolTotp, verifyChallenge, enrolTotp, confirmFactor]) {
      await call(world, drawBy([]));
    }
  }
}

/** Tries random sequences on a server of its own, whose rules may have been tampered with. */
async function trySequences(
  numRuns: number,
  wrapRules: (rules: AccountsDeps) => AccountsDeps = (rules) => rules,
): Promise<{ readonly report: string | null; readonly coverage: Coverage }> {
  let installation: EdgeInstallation | undefined;
  onTestFinished(() => installation?.close());
  let made = 0;
  // A new one now and then: what it logs and mails is kept.
  const renewInstallation = async () => {
    if (installation !== undefined && made % SEQUENCES_AN_INSTALLATION !== 0) return installation;
    await installation?.close();
    installation = await openEdgeInstallation({ wrapRules });
    return installation;
  };
  const coverage: Coverage = new Map();
  const property = fc.asyncProperty(sequences(PUBLIC_CALLS, coverage), async (calls) => {
    const real = new World(await renewInstallation());
    made += 1;
    await prepare(real);
    await fc.asyncModelRun(() => ({ model: {}, real }), calls);
  });
  const details = await fc.check(property, { numRuns, endOnFailure: numRuns !== SEQUENCES });
  const report = details.failed
    ? `${fc.defaultReportMessage(details)} ${String(details.errorInstance)}`
    : null;
  return { report, coverage };
}

/** The rules on stores that were tampered with. */
function tamper(change: (stores: AccountsStores) => Partial<AccountsStores>) {
  return (rules: AccountsDeps): AccountsDeps => ({
    ...rules,
    unitOfWork: {
      read: (work) => rules.unitOfWork.read(work),
      write: (work) => rules.unitOfWork.write((stores) => work({ ...stores, ...change(stores) })),
    },
  });
}

const DEFECTS: Readonly<Record<string, (stores: AccountsStores) => Partial<AccountsStores>>> = {
  "a code that works twice": ({ totp }) => ({
    totp: { ...totp, advanceStep: async () => true },
  }),
  "wrong codes that are not counted": ({ attemptBudgets }) => ({
    attemptBudgets: { ...attemptBudgets, appendIfWithin: async () => true },
  }),
  "a proof that is not spent": ({ proofs }) => ({
    proofs: { ...proofs, spend: (fit) => proofs.fits(fit) },
  }),
  "sessions that outlive the removal of a factor": ({ sessions }) => ({
    sessions: { ...sessions, removeOthers: async () => 0 },
  }),
  "recovery codes that outlive the last factor": ({ recoveryCodes }) => ({
    recoveryCodes: { ...recoveryCodes, remove: async () => undefined },
  }),
};

describe("the server beside its reference model", () => {
  it("R-042: answers every sequence of public calls as the model does", {
    timeout: rounds(300_000, 3_600_000),
  }, async () => {
    const { report, coverage } = await trySequences(SEQUENCES);
    expect(report).toBeNull();
    // Each kind of call found something to do, again and again.
    const seldom = Object.keys(PUBLIC_CALLS).filter((name) => (coverage.get(name) ?? 0) < 100);
    expect(seldom).toEqual([]);
  });

  it.each(Object.entries(DEFECTS))(
    "R-042: sees %s, and prints the seed",
    { timeout: 300_000 },
    async (_, defect) => {
      const { report } = await trySequences(SEQUENCES_OF_A_DEFECT, tamper(defect));
      expect(report).toMatch(/seed: -?\d+/);
      expect(report).toMatch(/The server says .*, the model /);
    },
  );
});
