import { readFile } from "node:fs/promises";
import { type AccountsDeps, setUpInstallation } from "@twinlatch/accounts";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { rounds } from "../rounds.ts";
import { type EdgeInstallation, openEdgeInstallation } from "../security/edge-installation.ts";
import { COMMANDS, PUBLIC_CALLS } from "./commands.ts";
import { DEFECTS, tamper } from "./defects.ts";
import { prepare } from "./prepare.ts";
import { sequences } from "./sequences.ts";
import { EXEMPT, type Exports, listUseCases, type UseCaseCalls } from "./use-cases.ts";
import { type Coverage, World } from "./world.ts";

const SEQUENCES = rounds(500, 10_000);
const SEQUENCES_AN_INSTALLATION = 250;
/** So often each call has to be allowed: a quarter of what the rarest usually is. */
const OFTEN = rounds(5, 100);
/** A planted defect shows long before. */
const SEQUENCES_OF_A_DEFECT = 2_000;
const MAX_MODEL_LINES = 250;

const callsByUseCase: UseCaseCalls = vi.hoisted(() => new Map());
const watched = vi.hoisted(() => async (original: () => Promise<Exports>) => {
  const { watchUseCases } = await import("./use-cases.ts");
  return watchUseCases(await original(), callsByUseCase);
});
vi.mock("@twinlatch/accounts", watched);
vi.mock("@twinlatch/verifier", watched);

/** One more installation, whose admin is none of the model's people. */
async function openInstallation(tampered: (rules: AccountsDeps) => AccountsDeps) {
  const wrapRules = (rules: AccountsDeps) => withoutCaps(tampered(rules));
  const installation = await openEdgeInstallation({ wrapRules });
  const origin = { ip: "", userAgent: "", requestId: "" };
  const admin = { email: "admin@example.org", password: TEST_PASSWORD, origin };
  await setUpInstallation(installation.deps, admin);
  return installation;
}

/** Texts of an address, of neighbouring numbers and of everybody together are no business of this model. */
function withoutCaps(rules: AccountsDeps): AccountsDeps {
  const { textPolicy } = rules;
  const caps = Object.keys(textPolicy.caps).map((cap) => [cap, Number.MAX_SAFE_INTEGER]);
  return { ...rules, textPolicy: { ...textPolicy, caps: Object.fromEntries(caps) } };
}

/** Tries random sequences on a server of its own, whose rules may have been tampered with. */
async function trySequences(
  numRuns: number,
  commands = COMMANDS,
  wrapRules: (rules: AccountsDeps) => AccountsDeps = (rules) => rules,
): Promise<{ readonly report: string | null; readonly coverage: Coverage }> {
  let installation: EdgeInstallation | undefined;
  onTestFinished(() => installation?.close());
  let made = 0;
  // A new one now and then: what it logs and mails is kept.
  const renewInstallation = async () => {
    if (installation !== undefined && made % SEQUENCES_AN_INSTALLATION !== 0) return installation;
    await installation?.close();
    installation = await openInstallation(wrapRules);
    return installation;
  };
  const coverage: Coverage = new Map();
  const property = fc.asyncProperty(sequences(commands), async (drawn) => {
    const real = new World(await renewInstallation(), coverage);
    made += 1;
    await prepare(real);
    await fc.asyncModelRun(() => ({ model: {}, real }), drawn);
  });
  const details = await fc.check(property, { numRuns, endOnFailure: numRuns !== SEQUENCES });
  const report = details.failed
    ? `${fc.defaultReportMessage(details)} ${String(details.errorInstance)}`
    : null;
  return { report, coverage };
}

describe("the server beside its reference model", () => {
  it("R-042: answers every sequence of public calls as the model does", {
    timeout: rounds(300_000, 3_600_000),
  }, async () => {
    const { report, coverage } = await trySequences(SEQUENCES);
    expect(report).toBeNull();
    // Each call was allowed, again and again.
    const times = (name: string, code: string) => coverage.get(name)?.get(code) ?? 0;
    const seldom = Object.keys(PUBLIC_CALLS).filter((name) => times(name, "ok") < OFTEN);
    expect(seldom).toEqual([]);
    // Whoever gives a new use case away gives the model its call, or says why not.
    const uncalled = [...callsByUseCase].filter(([, calls]) => calls === 0).map(([name]) => name);
    expect(uncalled.toSorted()).toEqual(Object.keys(EXEMPT).toSorted());
  });

  it("R-042: sees a use case that nobody calls", () => {
    const untouched = { renameAccount: async (deps: object) => deps, isValid: () => true };
    expect(listUseCases(untouched)).toEqual(["renameAccount"]);
  });

  it("R-042: is a model that can be read at one sitting", async () => {
    const model = await readFile(new URL("reference-model.ts", import.meta.url), "utf8");
    expect(model.split("\n").length - 1).toBeLessThanOrEqual(MAX_MODEL_LINES);
  });

  it.each(Object.entries(DEFECTS))(
    "R-042: sees %s, and prints the seed",
    { timeout: 300_000 },
    async (_, { commands: names, tampering }) => {
      const commands = Object.entries(COMMANDS).filter(([name]) => names.includes(name));
      const { report } = await trySequences(
        SEQUENCES_OF_A_DEFECT,
        Object.fromEntries(commands),
        tamper(tampering),
      );
      expect(report).toMatch(/seed: -?\d+/);
      expect(report).toMatch(/The server says .*, the model /);
    },
  );
});
