import type { AuditSeal, ChainEnd, SequencedEvent } from "./audit-chain.ts";
import type { AuditHead } from "./audit-head.ts";
import type { AuditStore } from "./audit-store.ts";

/** How far sealing has come. */
export interface SealingState {
  /** Grows with everything that is sealed: who saw an older one seals nothing. */
  readonly round: number;
  /** Every event up to this number is sealed or will never be. */
  readonly settledSequence: number;
}

/** What the sealer works on. Seals are only ever added; no event is ever changed. */
export interface AuditSealStore {
  /** Whether events are committed in the order of their numbers: none turns up below one that was seen. */
  readonly commitsInOrder: boolean;
  readState(): Promise<SealingState>;
  /** Events above the number without a seal, in order; at most `limit`. */
  listUnsealed(afterSequence: number, limit: number): Promise<readonly SequencedEvent[]>;
  /** Where these chains end; those that have not begun are missing. */
  listEnds(
    chains: readonly Pick<ChainEnd, "projectId" | "subjectId">[],
  ): Promise<readonly ChainEnd[]>;
  /**
   * Moves the state from the round that was seen to the next, by one conditional write. False when
   * another process was faster: nothing may be sealed then. Of two in the same round the second waits
   * for the first to commit.
   */
  claimRound(seen: SealingState, settledSequence: number): Promise<boolean>;
  /** Adds the seals, and moves the ends of their chains. */
  append(seals: readonly AuditSeal[], ends: readonly ChainEnd[]): Promise<void>;
}

/** A seal with what it seals; the event is missing when somebody deleted it. */
export interface SealedEvent {
  readonly seal: AuditSeal;
  readonly event: SequencedEvent | undefined;
}

/** The sealed record: read in portions, deleted only from its beginning. */
export interface AuditRecordStore {
  /** Every project that anything was sealed of, in order. */
  listProjects(): Promise<readonly string[]>;
  /** Seals above the position, in order, at most `limit`. */
  listSealed(
    projectId: string,
    afterPosition: number,
    limit: number,
  ): Promise<readonly SealedEvent[]>;
  /** Deletes the events and seals up to the position; returns how many events. */
  removeUpTo(projectId: string, position: number): Promise<number>;
}

/** Signed heads and checkpoints. */
export interface AuditHeadStore {
  /** Heads above the position, in order, at most `limit`. */
  listHeads(projectId: string, afterPosition: number, limit: number): Promise<readonly AuditHead[]>;
  findLastHead(projectId: string): Promise<AuditHead | undefined>;
  /** The checkpoint that the record begins with; undefined while nothing was deleted. */
  findCheckpoint(projectId: string): Promise<AuditHead | undefined>;
  /** Keeps it, instead of one of the same kind, project and position. */
  put(head: AuditHead): Promise<void>;
  /** Heads and checkpoints that another key signed, at most `limit`. */
  listOfOtherKeys(keyId: string, limit: number): Promise<readonly AuditHead[]>;
  /** Forgets heads and checkpoints of the project within the positions, both included. */
  removeBetween(
    projectId: string,
    range: { readonly kind: AuditHead["kind"]; readonly from: number; readonly to: number },
  ): Promise<void>;
}

/** What seals, verifies and shortens the audit trail. Rules that serve requests never see these. */
export interface AuditTrailStores {
  readonly audit: AuditStore;
  readonly auditHeads: AuditHeadStore;
  readonly auditRecord: AuditRecordStore;
  readonly auditSeals: AuditSealStore;
}
