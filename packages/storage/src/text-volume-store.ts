import type { TextVolumeStore, VolumeWindow } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const addText = compileOnce((db, window: VolumeWindow & { cap: number }) =>
  db
    .insertInto("text_volume")
    .values({
      scope: window.scope,
      length_millis: window.lengthMillis,
      starts_at_millis: window.startsAtMillis,
      sent: 1,
      redeemed: 0,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["scope", "length_millis", "starts_at_millis"])
        .doUpdateSet((eb) => ({ sent: eb("text_volume.sent", "+", 1) }))
        .where("text_volume.sent", "<", window.cap),
    ),
);

const takeBack = compileOnce((db, window: VolumeWindow) =>
  db
    .updateTable("text_volume")
    .set((eb) => ({ sent: eb("sent", "-", 1) }))
    .where("scope", "=", window.scope)
    .where("length_millis", "=", window.lengthMillis)
    .where("starts_at_millis", "=", window.startsAtMillis)
    .where("sent", ">", 0),
);

const redeem = compileOnce((db, window: VolumeWindow) =>
  db
    .updateTable("text_volume")
    .set((eb) => ({ redeemed: eb("redeemed", "+", 1) }))
    .where("scope", "=", window.scope)
    .where("length_millis", "=", window.lengthMillis)
    .where("starts_at_millis", "=", window.startsAtMillis),
);

const measure = compileOnce((db, by: { scope: string; lengthMillis: number; fromMillis: number }) =>
  db
    .selectFrom("text_volume")
    .select(["sent", "redeemed"])
    .where("scope", "=", by.scope)
    .where("length_millis", "=", by.lengthMillis)
    .where("starts_at_millis", ">=", by.fromMillis),
);

const suspendPrefix = compileOnce(
  (db, by: { prefix: string; nowMillis: number; untilMillis: number }) =>
    db
      .insertInto("prefix_suspension")
      .values({ prefix: by.prefix, noted_at_millis: by.nowMillis, until_millis: by.untilMillis })
      .onConflict((conflict) =>
        conflict
          .column("prefix")
          .doUpdateSet({ noted_at_millis: by.nowMillis, until_millis: by.untilMillis }),
      ),
);

const findSuspension = compileOnce((db, by: { prefix: string; nowMillis: number }) =>
  db
    .selectFrom("prefix_suspension")
    .select("prefix")
    .where("prefix", "=", by.prefix)
    .where("until_millis", ">", by.nowMillis),
);

const listSuspended = compileOnce((db, by: { afterMillis: number }) =>
  db
    .selectFrom("prefix_suspension")
    .select("prefix")
    .where("noted_at_millis", ">", by.afterMillis)
    .orderBy("noted_at_millis"),
);

const purgeVolumes = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("text_volume").where(
    (eb) => eb.refTuple("scope", "length_millis", "starts_at_millis"),
    "in",
    (eb) =>
      eb
        .selectFrom("text_volume")
        .select(["scope", "length_millis", "starts_at_millis"])
        .where("starts_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS)
        .$asTuple("scope", "length_millis", "starts_at_millis"),
  ),
);

const purgeSuspensions = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("prefix_suspension").where("until_millis", "<", by.beforeMillis),
);

/** Counts of texts in the table `text_volume`, suspended prefixes in `prefix_suspension`. */
export function textVolumeStore(executor: Executor): TextVolumeStore {
  return {
    // The first of a window is inserted whatever the cap.
    add: async (window, cap) =>
      cap > 0 && (await addText.change(executor, { ...window, cap })) === 1,
    async takeBack(window) {
      await takeBack.change(executor, window);
    },
    async redeem(window) {
      await redeem.change(executor, window);
    },
    async measure(scope, lengthMillis, fromMillis) {
      const windows = await measure.all(executor, { scope, lengthMillis, fromMillis });
      return windows.reduce(
        (sum, { sent, redeemed }) => ({
          sent: sum.sent + sent,
          redeemed: sum.redeemed + redeemed,
        }),
        { sent: 0, redeemed: 0 },
      );
    },
    async suspendPrefix(prefix, by) {
      await suspendPrefix.change(executor, { prefix, ...by });
    },
    isPrefixSuspended: async (prefix, nowMillis) =>
      (await findSuspension.first(executor, { prefix, nowMillis })) !== undefined,
    listSuspended: async (afterMillis) =>
      (await listSuspended.all(executor, { afterMillis })).map(({ prefix }) => prefix),
    async purge(beforeMillis) {
      const volumes = await purgeVolumes.change(executor, { beforeMillis });
      return volumes + (await purgeSuspensions.change(executor, { beforeMillis }));
    },
  };
}
