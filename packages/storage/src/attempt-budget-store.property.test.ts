import type { Attempt, AttemptThreshold } from "@twinlatch/verifier";
import { REMEMBERED_ATTEMPTS } from "@twinlatch/verifier";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import {
  collectCleanUp,
  openMigrated,
  TEST_DATABASES,
} from "../../../tests/storage/test-databases.ts";
import type { Storage } from "./open-storage.ts";

type Command =
  | { readonly append: Attempt; readonly within: readonly AttemptThreshold[] }
  | { readonly remove: Attempt };

/** What a budget is, as plainly as it can be said. */
class BudgetModel {
  #attempts: Attempt[] = [];

  apply(command: Command): boolean | undefined {
    return "remove" in command
      ? this.#remove(command.remove)
      : this.#append(command.append, command.within);
  }

  list(): number[] {
    return this.#attempts.map(({ atMillis }) => atMillis);
  }

  #append(attempt: Attempt, thresholds: readonly AttemptThreshold[]): boolean {
    const isWithin = thresholds.every(({ nth, notAfterMillis }) => {
      const nthNewest = this.#attempts[nth - 1];
      return nthNewest === undefined || nthNewest.atMillis <= notAfterMillis;
    });
    if (isWithin) this.#attempts = [attempt, ...this.#attempts].slice(0, REMEMBERED_ATTEMPTS);
    return isWithin;
  }

  #remove({ atMillis, id }: Attempt): undefined {
    this.#attempts = this.#attempts.filter(
      (attempt) => attempt.atMillis !== atMillis || attempt.id !== id,
    );
  }
}

// Few times and ids, so that attempts collide in one of them; any width of number.
const time = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.constantFrom(999_999_999_999, 1_000_000_000_000, 9_999_999_999_999),
  fc.integer({ min: 1, max: 9_999_999_999_999 }),
);
const letters = fc.constantFrom("aaaaaaaa", "aaaaaaab", "baaaaaaa", "zzzzzzzz");
const attempt = fc.record({ atMillis: time, id: letters });
const threshold = fc.record({
  nth: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: REMEMBERED_ATTEMPTS })),
  notAfterMillis: fc.oneof(time, fc.integer({ min: -5, max: 0 })),
});
// Most without a limit, so that budgets fill and forget.
const within = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(threshold, { maxLength: 3 }) },
);
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ append: attempt, within }),
  },
  { weight: 1, arbitrary: fc.record({ remove: attempt }) },
);
// An attempt is made once: its id tells it from every other of its millisecond.
const commands = fc.uniqueArray(command, {
  minLength: 1,
  maxLength: 120,
  size: "max",
  selector: (each) => ("append" in each ? `${each.append.atMillis} ${each.append.id}` : each),
});

const TIMEOUT_MILLIS = rounds(120_000, 600_000);

describe.each(TEST_DATABASES)(
  "attempt budgets on $name",
  { timeout: TIMEOUT_MILLIS },
  (testDatabase) => {
    const opened = collectCleanUp();
    let storage: Storage;
    let run = 0;

    beforeAll(async () => {
      storage = (await openMigrated(testDatabase, opened.cleanUp)).storage;
    });
    afterAll(opened.run);

    it("R-033: decide and remember like a plain list, whatever happens to them", async () => {
      const property = fc.asyncProperty(commands, async (all) => {
        run += 1;
        const subject = { projectId: "prj_a", subjectId: `run ${run}` };
        const model = new BudgetModel();
        await storage.unitOfWork.write(async ({ attemptBudgets }) => {
          for (const each of all) {
            const decided =
              "remove" in each
                ? await attemptBudgets.remove(subject, "code", each.remove)
                : await attemptBudgets.appendIfWithin(subject, "code", each.append, each.within);
            expect(decided).toBe(model.apply(each));
            expect(await attemptBudgets.list(subject, "code")).toEqual(model.list());
          }
        });
      });
      await fc.assert(property, { numRuns: rounds(60, 1_000) });
    });
  },
);
