import { TEST_PROJECT, TestAuditTrail } from "@twinlatch/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { signHead } from "./audit-head.ts";
import { trimAudit } from "./trim-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const DAY_MILLIS = 86_400_000;

let trail: TestAuditTrail;

beforeEach(() => {
  trail = new TestAuditTrail();
});

const now = () => trail.clock.nowMillis();
const trim = (beforeMillis = now(), deps = trail.deps) =>
  trimAudit(deps, TEST_PROJECT, beforeMillis);
const positions = (kind: string) =>
  trail.memory.kept.heads.filter((head) => head.kind === kind).map(({ position }) => position);
const eventIds = () => trail.memory.kept.events.map(({ id }) => id);

/** So many events that are sealed, a day ago. */
async function grow(count: number): Promise<void> {
  await trail.record(count);
  await trail.seal();
  trail.clock.advance(DAY_MILLIS);
}

describe("what has grown old", () => {
  it("R-085: is deleted, and the record says when and what, and is never without that again", async () => {
    await grow(3);
    expect(await trim()).toBe(3);
    await grow(2);
    expect(await trim()).toBe(3);
    const [event, ...more] = trail.memory.kept.events;
    expect(more).toEqual([]);
    expect(event).toEqual({
      sequence: 7,
      id: expect.stringMatching(/^evt_/),
      atMillis: now(),
      projectId: TEST_PROJECT,
      type: "audit.trimmed",
      outcome: "allowed",
      target: "4-6",
      origin: { ip: "", userAgent: "", requestId: "" },
    });
    // One checkpoint, and the head it stands at.
    expect([positions("checkpoint"), positions("head")]).toEqual([[6], [6]]);
    await trail.seal();
    expect(await verifyAudit(trail.deps)).toMatchObject({
      outcome: "intact",
      projects: [{ deletedUpTo: 6, position: 7, events: 1 }],
    });
  });

  it("R-085: is signed for with the time at which it was deleted", async () => {
    await grow(2);
    await trim();
    const { hash } = trail.lastHead();
    const statement = { kind: "checkpoint", projectId: TEST_PROJECT, position: 2, hash } as const;
    const checkpoint = signHead(trail.deps.auditSigner, { ...statement, atMillis: now() });
    expect(trail.memory.kept.heads).toContainEqual(checkpoint);
  });

  it("R-085: goes a thousand at a time, so that nobody waits for the database", async () => {
    await grow(1_001);
    expect(positions("head")).toEqual([992, 1_001]);
    expect(await trim()).toBe(1_000);
    // No head speaks of what is gone.
    expect(positions("head")).toEqual([1_001]);
    expect(await trim()).toBe(1);
  });

  it("R-085: ends to the millisecond where it has to be kept", async () => {
    const start = now();
    await grow(1);
    expect(await trim(start)).toBe(0);
    expect(await trim(start + 1)).toBe(1);
  });

  it("R-085: is deleted once, where two servers begin at the same time", async () => {
    await grow(3);
    expect(await Promise.all([trim(), trim()])).toEqual([3, 0]);
    expect(trail.memory.kept.events.map(({ target }) => target)).toEqual(["1-3"]);
  });

  it("R-085: leaves other projects' events, heads and checkpoints alone", async () => {
    await trail.record(3, { projectId: "prj_b" });
    await grow(3);
    await trimAudit(trail.deps, "prj_b", now());
    await trim();
    const heads = trail.memory.kept.heads.filter(({ projectId }) => projectId === "prj_b");
    expect(heads.map(({ kind, position }) => [kind, position])).toEqual([
      ["head", 3],
      ["checkpoint", 3],
    ]);
  });
});

describe("a record that somebody damaged", () => {
  it("R-084: is kept from where an event is missing, for the verifier to find", async () => {
    await grow(5);
    trail.memory.change(({ events }) => ({
      events: events.filter(({ sequence }) => sequence !== 3),
    }));
    expect(await trim()).toBe(2);
    expect(await trim()).toBe(0);
    expect(eventIds().slice(0, 2)).toEqual(["evt_4", "evt_5"]);
    expect(await verifyAudit(trail.deps)).toMatchObject({
      damage: { position: 3, flaw: "event_missing" },
    });
  });

  it("R-084: is kept from where a seal is missing", async () => {
    await grow(5);
    trail.memory.change(({ seals }) => ({
      seals: seals.filter(({ position }) => position !== 3),
    }));
    expect(await trim()).toBe(2);
    expect(await trim()).toBe(0);
  });

  it("R-084: is kept whole where its beginning is missing", async () => {
    await grow(5);
    trail.memory.change(({ seals }) => ({ seals: seals.slice(1) }));
    expect(await trim()).toBe(0);
    expect(eventIds()).toHaveLength(5);
  });
});
