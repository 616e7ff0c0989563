import type { Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { SequencedEvent } from "./audit-chain.ts";

/** Events of one page. */
export const ACTIVITY_PAGE_EVENTS = 50;

/** One page of what happened to a subject, the newest first. */
export interface ActivityPage {
  readonly events: readonly SequencedEvent[];
  /** The number that the next page lies below; undefined on the last page. */
  readonly nextBeforeSequence?: number | undefined;
}

/**
 * Reads a page of the events of one subject: the newest, or those below `beforeSequence`. What happens
 * meanwhile comes before the first page and moves nothing from one page to another.
 */
export async function listActivity<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "unitOfWork">,
  input: { subject: Subject; beforeSequence?: number | undefined },
): Promise<ActivityPage> {
  const { subject, beforeSequence } = input;
  const found = await deps.unitOfWork.read((stores) =>
    stores.audit.list(subject, { beforeSequence, limit: ACTIVITY_PAGE_EVENTS + 1 }),
  );
  const events = found.slice(0, ACTIVITY_PAGE_EVENTS);
  const hasMore = found.length > events.length;
  return { events, nextBeforeSequence: hasMore ? events.at(-1)?.sequence : undefined };
}
