import type { Subject } from "../platform/subject.ts";

/** Somebody who requires two-factor authentication of a subject: a project, because of its role there. */
export interface Mandate {
  readonly projectId: string;
  /** The project's name, as people read it. */
  readonly name: string;
  readonly role: string;
}

/** Tells who requires two-factor authentication. While anybody does, it can be neither turned off nor lost. */
export interface MandateSource<Stores> {
  /**
   * Everybody who requires it of the subject; nobody is an empty list. Called in the transaction that decides
   * by it, and reads through its stores alone.
   */
  list(stores: Stores, subject: Subject): Promise<readonly Mandate[]>;
}

/** Where nobody can require anything. */
export const NO_MANDATES: MandateSource<unknown> = { list: async () => [] };

/** Whether the subject must keep two-factor authentication. */
export async function isRequired<Stores>(
  { mandates }: { readonly mandates: MandateSource<Stores> },
  stores: Stores,
  subject: Subject,
): Promise<boolean> {
  return (await mandates.list(stores, subject)).length > 0;
}
