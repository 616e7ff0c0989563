import type { SprayingStore } from "@twinlatch/verifier";
import { sql } from "kysely";
import { ENTRY_WIDTH, MILLIS_DIGITS, writeMillis } from "./attempt-entries.ts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

/** The alarm's only row. */
const ALARM_ID = 1;

const countSuspects = compileOnce((db, by: { since: string; position: number }) =>
  db
    .selectFrom("attempt_budget")
    .select((eb) => eb.fn.countAll<number>().as("suspects"))
    .where("lane", "=", sql.lit("code" as const))
    // As the index has it: only budgets with a failure in the hour are looked at.
    .where(sql<string>`substr(entries, 1, ${sql.lit(MILLIS_DIGITS)})`, ">", by.since)
    .where(sql<string>`substr(entries, ${by.position}, ${sql.lit(MILLIS_DIGITS)})`, ">", by.since),
);

const noteHour = compileOnce(
  (db, hour: { startMillis: number; suspects: number; isAlarmed: number }) =>
    db
      .insertInto("suspect_hour")
      .values({
        start_millis: hour.startMillis,
        suspects: hour.suspects,
        is_alarmed: hour.isAlarmed,
      })
      .onConflict((conflict) =>
        conflict.column("start_millis").doUpdateSet({
          suspects: sql<number>`case when suspect_hour.suspects > ${hour.suspects} then suspect_hour.suspects else ${hour.suspects} end`,
          is_alarmed: sql<number>`case when suspect_hour.is_alarmed > ${hour.isAlarmed} then suspect_hour.is_alarmed else ${hour.isAlarmed} end`,
        }),
      ),
);

const listHours = compileOnce((db, by: { fromMillis: number; toMillis: number }) =>
  db
    .selectFrom("suspect_hour")
    .select(["start_millis as startMillis", "suspects", "is_alarmed as isAlarmed"])
    .where("start_millis", ">=", by.fromMillis)
    .where("start_millis", "<", by.toMillis)
    .orderBy("start_millis"),
);

const raiseAlarm = compileOnce((db, by: { nowMillis: number; untilMillis: number }) =>
  db
    .insertInto("spraying_alarm")
    .values({ id: ALARM_ID, until_millis: by.untilMillis })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ until_millis: by.untilMillis })
        .where("spraying_alarm.until_millis", "<=", by.nowMillis),
    ),
);

const prolongAlarm = compileOnce((db, by: { untilMillis: number }) =>
  db
    .updateTable("spraying_alarm")
    .set({ until_millis: by.untilMillis })
    .where("until_millis", "<", by.untilMillis),
);

const findAlarm = compileOnce((db, by: { nowMillis: number }) =>
  db.selectFrom("spraying_alarm").select("id").where("until_millis", ">", by.nowMillis),
);

const purgeHours = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("suspect_hour")
    .where("start_millis", "in", (eb) =>
      eb
        .selectFrom("suspect_hour")
        .select("start_millis")
        .where("start_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Suspect accounts of each hour in the table `suspect_hour`, the alarm in `spraying_alarm`. */
export function sprayingStore(executor: Executor): SprayingStore {
  return {
    async countSuspects(sinceMillis, failures) {
      const position = (failures - 1) * ENTRY_WIDTH + 1;
      const counted = await countSuspects.first(executor, {
        since: writeMillis(sinceMillis),
        position,
      });
      return counted?.suspects ?? 0;
    },
    async noteHour(hour) {
      await noteHour.change(executor, { ...hour, isAlarmed: Number(hour.isAlarmed) });
    },
    async listHours(fromMillis, toMillis) {
      const hours = await listHours.all(executor, { fromMillis, toMillis });
      return hours.map((hour) => ({ ...hour, isAlarmed: hour.isAlarmed === 1 }));
    },
    async raise(nowMillis, untilMillis) {
      const isRaised = (await raiseAlarm.change(executor, { nowMillis, untilMillis })) === 1;
      if (!isRaised) await prolongAlarm.change(executor, { untilMillis });
      return isRaised;
    },
    isOn: async (nowMillis) => (await findAlarm.first(executor, { nowMillis })) !== undefined,
    purge: (beforeMillis) => purgeHours.change(executor, { beforeMillis }),
  };
}
