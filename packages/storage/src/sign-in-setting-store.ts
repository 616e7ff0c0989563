import { CONSOLE_PROJECT_ID } from "@twinlatch/accounts";
import type { SignInSetting, SignInSettingStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const findSetting = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("sign_in_setting")
    .select("value")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const setSetting = compileOnce((db, to: Subject & { value: SignInSetting }) =>
  db
    .insertInto("sign_in_setting")
    .values({ project_id: to.projectId, subject_id: to.subjectId, value: to.value })
    .onConflict((conflict) =>
      conflict.columns(["project_id", "subject_id"]).doUpdateSet({ value: to.value }),
    ),
);

/** Writes what is there already: the row stays locked until the transaction ends. */
const holdSetting = compileOnce((db, subject: Subject) =>
  db
    .insertInto("sign_in_setting")
    .values({ project_id: subject.projectId, subject_id: subject.subjectId, value: "off" })
    .onConflict((conflict) =>
      conflict
        .columns(["project_id", "subject_id"])
        .doUpdateSet((eb) => ({ value: eb.ref("sign_in_setting.value") })),
    ),
);

const findAccount = compileOnce((db, subject: Subject) =>
  db.selectFrom("account").select("id").where("id", "=", subject.subjectId),
);

/** Nothing but the row that holding wrote goes, whatever was read. */
const forgetHeld = compileOnce((db, subject: Subject) =>
  db
    .deleteFrom("sign_in_setting")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom("account").select("account.id").where("account.id", "=", subject.subjectId),
        ),
      ),
    ),
);

/** Sign-in settings in the table `sign_in_setting`. */
export function signInSettingStore(executor: Executor): SignInSettingStore {
  return {
    async get(subject) {
      return (await findSetting.first(executor, subject))?.value ?? "off";
    },
    async set(subject, value) {
      await setSetting.change(executor, { ...subject, value });
    },
    async hold(subject) {
      if (!executor.hasOneWriter) await holdSetting.change(executor, subject);
      // Other projects do not say who their subjects are.
      if (subject.projectId !== CONSOLE_PROJECT_ID) return true;
      // Looked for when whoever deleted the account has ended, not in the statement that waits.
      if ((await findAccount.first(executor, subject)) !== undefined) return true;
      await forgetHeld.change(executor, subject);
      return false;
    },
  };
}
