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

/** Sign-in settings in the table `sign_in_setting`. */
export function signInSettingStore(executor: Executor): SignInSettingStore {
  return {
    async get(subject) {
      return (await findSetting.first(executor, subject))?.value ?? "off";
    },
    async set(subject, value) {
      await setSetting.change(executor, { ...subject, value });
    },
  };
}
