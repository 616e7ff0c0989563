import { openTestInstallation, TEST_ORIGIN, type TestInstallation } from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listActivity } from "./list-activity.ts";

const subject = { projectId: "prj", subjectId: "ada" };

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

async function happen(count: number): Promise<void> {
  await installation.deps.unitOfWork.write(async ({ audit }) => {
    for (let index = 0; index < count; index += 1) {
      const event = { ...subject, id: "evt", atMillis: 1, origin: TEST_ORIGIN } as const;
      await audit.append({ ...event, type: "session.ended", outcome: "allowed" });
    }
  });
}

it("shows somebody fifty things that happened, and leads to all that happened before", async () => {
  await happen(50);
  const only = await listActivity(installation.deps, { subject });
  expect(only.events).toHaveLength(50);
  expect(only.nextBeforeSequence).toBeUndefined();
  await happen(1);
  const first = await listActivity(installation.deps, { subject });
  expect(first.events.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 50 }, (_, index) => 51 - index),
  );
  const { nextBeforeSequence: beforeSequence } = first;
  expect(beforeSequence).toBe(2);
  const last = await listActivity(installation.deps, { subject, beforeSequence });
  expect(last.events.map(({ sequence }) => sequence)).toEqual([1]);
  expect(last.nextBeforeSequence).toBeUndefined();
});
