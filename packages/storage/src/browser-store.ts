import type { BrowserStore, RecognisedBrowser, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

interface BrowserKey extends Subject {
  readonly tokenDigest: string;
}

const findBrowser = compileOnce((db, key: BrowserKey) =>
  db
    .selectFrom("recognised_browser")
    .select([
      "project_id as projectId",
      "subject_id as subjectId",
      "token_digest as tokenDigest",
      "last_factor_id as lastFactorId",
      "issued_at_millis as issuedAtMillis",
    ])
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("token_digest", "=", key.tokenDigest),
);

const insertBrowser = compileOnce((db, browser: BrowserRow) =>
  db.insertInto("recognised_browser").values({
    project_id: browser.projectId,
    subject_id: browser.subjectId,
    token_digest: browser.tokenDigest,
    last_factor_id: browser.lastFactorId,
    issued_at_millis: browser.issuedAtMillis,
  }),
);

const replaceBrowser = compileOnce((db, by: BrowserRow & { fromDigest: string }) =>
  db
    .updateTable("recognised_browser")
    .set({
      token_digest: by.tokenDigest,
      last_factor_id: by.lastFactorId,
      issued_at_millis: by.issuedAtMillis,
    })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("token_digest", "=", by.fromDigest),
);

const listDigests = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("recognised_browser")
    .select("token_digest as tokenDigest")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .orderBy("issued_at_millis", "desc")
    .orderBy("token_digest"),
);

const removeBrowser = compileOnce((db, key: BrowserKey) =>
  db
    .deleteFrom("recognised_browser")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("token_digest", "=", key.tokenDigest),
);

const removeOthers = compileOnce((db, but: Subject & { keep: string }) =>
  db
    .deleteFrom("recognised_browser")
    .where("project_id", "=", but.projectId)
    .where("subject_id", "=", but.subjectId)
    .where("token_digest", "!=", but.keep),
);

const purgeBrowsers = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("recognised_browser").where(
    (eb) => eb.refTuple("project_id", "subject_id", "token_digest"),
    "in",
    (eb) =>
      eb
        .selectFrom("recognised_browser")
        .select(["project_id", "subject_id", "token_digest"])
        .where("issued_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS)
        .$asTuple("project_id", "subject_id", "token_digest"),
  ),
);

/** Recognised browsers in the table `recognised_browser`. */
export function browserStore(executor: Executor): BrowserStore {
  return {
    async find(subject, tokenDigest) {
      const row = await findBrowser.first(executor, { ...subject, tokenDigest });
      return row && { ...row, lastFactorId: row.lastFactorId ?? undefined };
    },
    async insert(browser) {
      await insertBrowser.change(executor, toRow(browser));
    },
    async replace(fromDigest, browser) {
      return (await replaceBrowser.change(executor, { ...toRow(browser), fromDigest })) === 1;
    },
    forget: (subject, keep = "") => removeOthers.change(executor, { ...subject, keep }),
    async forgetOldest(subject, keep) {
      const digests = await listDigests.all(executor, subject);
      for (const { tokenDigest } of digests.slice(keep)) {
        await removeBrowser.change(executor, { ...subject, tokenDigest });
      }
    },
    purge: (beforeMillis) => purgeBrowsers.change(executor, { beforeMillis }),
  };
}

/** A browser with SQL's null. */
interface BrowserRow extends Omit<RecognisedBrowser, "lastFactorId"> {
  readonly lastFactorId: string | null;
}

function toRow(browser: RecognisedBrowser): BrowserRow {
  return { ...browser, lastFactorId: browser.lastFactorId ?? null };
}
