import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/** Whoever was to be acted upon was deleted meanwhile. What the transaction wrote is rolled back. */
export class SubjectGoneError extends Error {
  override readonly name = "SubjectGoneError";

  constructor() {
    super("The subject was deleted");
  }
}

/**
 * Holds a subject until the transaction ends, as every use case does that decides by its factors or
 * writes rows of its own: what was let in before a deletion must leave nothing behind it.
 *
 * @throws SubjectGoneError when the subject was deleted
 */
export async function holdSubject(
  stores: Pick<VerifierStores, "signInSettings">,
  subject: Subject,
): Promise<void> {
  if (!(await stores.signInSettings.hold(subject))) throw new SubjectGoneError();
}
