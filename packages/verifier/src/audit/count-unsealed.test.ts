import { TestAuditTrail } from "@twinlatch/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { verifyAudit } from "./verify-audit.ts";

let trail: TestAuditTrail;

beforeEach(async () => {
  trail = new TestAuditTrail();
  await trail.record(20);
  await trail.seal();
});

describe("events that nothing has sealed", () => {
  it("R-084: are counted beside those that were compared, of all projects, in several portions", async () => {
    await trail.record(2_001);
    await trail.record(2, { projectId: "prj_b" });
    expect(await verifyAudit(trail.deps)).toMatchObject({
      outcome: "intact",
      projects: [{ events: 20 }],
      unsealed: 2_003,
    });
  });

  it("R-084: are what is left when all seals and heads are gone, which never looks merely empty", async () => {
    trail.memory.change(() => ({ seals: [], ends: [], heads: [] }));
    expect(await verifyAudit(trail.deps)).toEqual({
      outcome: "intact",
      projects: [],
      unsealed: 20,
    });
  });
});
