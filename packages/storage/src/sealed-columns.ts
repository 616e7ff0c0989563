import { keptAnswerPlace, noticePlace } from "@twinlatch/accounts";
import {
  phonePlace,
  type SecretPlace,
  textPlace,
  totpSecretPlace,
  wrappedKeyPlace,
} from "@twinlatch/verifier";

/** A column of sealed values: where its rows are found, and what each value is sealed for. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name its row and what the value is sealed for, all of them text. */
  readonly key: readonly string[];
  readonly place: (key: readonly string[]) => SecretPlace;
}

/**
 * Every column that a change of keys has to seal again. A test compares it with the database: a column
 * of bytes that is neither here nor in `NEVER_RESEALED` fails it.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: "kept_answer",
    column: "sealed_answer",
    key: ["id"],
    place: ([id = ""]) => keptAnswerPlace(id),
  },
  {
    table: "notice",
    column: "sealed_message",
    key: ["id", "account_id"],
    place: ([id = "", accountId = ""]) => noticePlace({ id, accountId }),
  },
  {
    table: "phone_factor",
    column: "sealed_number",
    key: ["project_id", "subject_id", "id"],
    place: ([projectId = "", subjectId = "", id = ""]) => phonePlace({ projectId, subjectId }, id),
  },
  {
    table: "text_message",
    column: "sealed_message",
    key: ["project_id", "subject_id", "id"],
    place: ([projectId = "", subjectId = "", id = ""]) => textPlace({ projectId, subjectId }, id),
  },
  {
    table: "totp_factor",
    column: "sealed_secret",
    key: ["project_id", "subject_id", "id"],
    place: ([projectId = "", subjectId = "", id = ""]) =>
      totpSecretPlace({ projectId, subjectId }, id),
  },
  {
    table: "wrapped_key",
    column: "sealed_key",
    key: ["purpose", "id"],
    place: ([purpose = "", id = ""]) => wrappedKeyPlace(purpose, id),
  },
];

/** Columns of bytes that stay as they are, and why. */
export const NEVER_RESEALED: Readonly<Record<string, string>> = {
  "sealing_key.canary": "tells of the very key that sealed it",
};
