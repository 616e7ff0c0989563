import { openTestInstallation, TEST_ORIGIN, type TestInstallation } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refuse } from "../platform/refusal.ts";
import { type Operation, performOperation } from "./record-operation.ts";

const OPERATION: Operation = {
  atMillis: 1_000,
  projectId: "prj",
  subjectId: "ada",
  type: "totp.changed",
  origin: TEST_ORIGIN,
};

let installation: TestInstallation;
let settled: unknown[];

beforeEach(async () => {
  installation = await openTestInstallation();
  settled = [];
});
afterEach(() => installation.close());

const settle = async (_stores: unknown, ended: unknown) => void settled.push(ended);

const events = () =>
  installation.rows
    .events()
    .map(({ type, outcome, reason, factorLabel }) => [type, outcome, reason, factorLabel]);

describe("an operation", () => {
  it("R-081: is recorded as refused, with the reason, and nothing follows from it", async () => {
    const refused = refuse("not_found");
    const ended = await performOperation(installation.deps, OPERATION, async () => refused, settle);
    expect(ended).toBe(refused);
    expect(events()).toEqual([["totp.changed", "refused", "not_found", null]]);
    expect(settled).toEqual([]);
  });

  it("R-081: is recorded as allowed, with what it found out, and what follows comes last", async () => {
    const changed = { outcome: "changed" } as const;
    const ended = await performOperation(
      installation.deps,
      OPERATION,
      async (_stores, event) => {
        event.factorLabel = "Phone";
        return changed;
      },
      settle,
    );
    expect(ended).toBe(changed);
    expect(events()).toEqual([["totp.changed", "allowed", null, "Phone"]]);
    expect(settled).toEqual([changed]);
    // Whoever asked may try again with what they asked, without what was found out.
    expect(OPERATION).not.toHaveProperty("factorLabel");
  });

  it("R-081: that has to be proved first leaves its one event to the demand", async () => {
    const refused = refuse("step_up_required");
    expect(await performOperation(installation.deps, OPERATION, async () => refused)).toBe(refused);
    expect(events()).toEqual([]);
  });
});
