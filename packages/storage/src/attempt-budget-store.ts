import {
  type AttemptBudgetStore,
  type Lane,
  REMEMBERED_ATTEMPTS,
  type Subject,
} from "@twinlatch/verifier";
import { sql } from "kysely";
import {
  ENTRY_WIDTH,
  MILLIS_DIGITS,
  readTimes,
  writeEntry,
  writeMillis,
} from "./attempt-entries.ts";
import { compileOnce, type Statement } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

interface BudgetKey extends Subject {
  readonly lane: Lane;
}

interface Append extends BudgetKey {
  readonly entry: string;
  /** `position0`, `notAfter0`, `position1` … of each threshold. */
  readonly [threshold: string]: string | number;
}

/** The newest entry goes in front, the oldest falls off the end. */
const KEPT_WIDTH = ENTRY_WIDTH * (REMEMBERED_ATTEMPTS - 1);
const NEWEST_MILLIS = sql<string>`substr(entries, 1, ${sql.lit(MILLIS_DIGITS)})`;

/** Judging and appending are one statement. Under two, a volley would pass between them. */
function appendUnder(thresholdCount: number): Statement<Append, unknown> {
  return compileOnce((db, append: Append) =>
    db
      .insertInto("attempt_budget")
      .values({
        project_id: append.projectId,
        subject_id: append.subjectId,
        lane: append.lane,
        entries: append.entry,
      })
      .onConflict((conflict) => {
        const kept = sql<string>`substr(attempt_budget.entries, 1, ${sql.lit(KEPT_WIDTH)})`;
        let update = conflict
          .columns(["project_id", "subject_id", "lane"])
          .doUpdateSet({ entries: sql<string>`${append.entry} || ${kept}` });
        for (let index = 0; index < thresholdCount; index += 1) {
          const position = append[`position${index}`];
          const nth = sql`substr(attempt_budget.entries, ${position}, ${sql.lit(MILLIS_DIGITS)})`;
          update = update.where(nth, "<=", append[`notAfter${index}`]);
        }
        return update;
      }),
  );
}

const appendStatements = new Map<number, Statement<Append, unknown>>();

function appendStatement(thresholdCount: number): Statement<Append, unknown> {
  let statement = appendStatements.get(thresholdCount);
  if (statement === undefined) {
    statement = appendUnder(thresholdCount);
    appendStatements.set(thresholdCount, statement);
  }
  return statement;
}

const removeAttempt = compileOnce((db, by: BudgetKey & { entry: string }) =>
  db
    .updateTable("attempt_budget")
    .set({ entries: sql<string>`replace(entries, ${by.entry}, '')` })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("lane", "=", by.lane),
);

const findBudget = compileOnce((db, key: BudgetKey) =>
  db
    .selectFrom("attempt_budget")
    .select("entries")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("lane", "=", key.lane),
);

const clearBudget = compileOnce((db, key: BudgetKey) =>
  db
    .deleteFrom("attempt_budget")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("lane", "=", key.lane),
);

const purgeBudgets = compileOnce((db, by: { before: string }) =>
  db
    .deleteFrom("attempt_budget")
    .where(NEWEST_MILLIS, "<", by.before)
    .where(
      (eb) => eb.refTuple("project_id", "subject_id", "lane"),
      "in",
      (eb) =>
        eb
          .selectFrom("attempt_budget")
          .select(["project_id", "subject_id", "lane"])
          .where(NEWEST_MILLIS, "<", by.before)
          .limit(PURGE_ROWS)
          .$asTuple("project_id", "subject_id", "lane"),
    ),
);

/** Attempt budgets in the table `attempt_budget`. */
export function attemptBudgetStore(executor: Executor): AttemptBudgetStore {
  return {
    async appendIfWithin(subject, lane, attempt, thresholds) {
      const entry = writeEntry(attempt);
      const limits: Record<string, string | number> = {};
      for (const [index, { nth, notAfterMillis }] of thresholds.entries()) {
        limits[`position${index}`] = (nth - 1) * ENTRY_WIDTH + 1;
        limits[`notAfter${index}`] = writeMillis(notAfterMillis);
      }
      const changed = await appendStatement(thresholds.length).change(executor, {
        ...subject,
        lane,
        entry,
        ...limits,
      });
      return changed === 1;
    },
    async remove(subject, lane, attempt) {
      const entry = writeEntry(attempt);
      await removeAttempt.change(executor, { ...subject, lane, entry });
    },
    async list(subject, lane) {
      const row = await findBudget.first(executor, { ...subject, lane });
      return row === undefined ? [] : readTimes(row.entries);
    },
    async clear(subject, lane) {
      await clearBudget.change(executor, { ...subject, lane });
    },
    purge: (beforeMillis) => purgeBudgets.change(executor, { before: writeMillis(beforeMillis) }),
  };
}
