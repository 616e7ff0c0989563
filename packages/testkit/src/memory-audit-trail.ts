import type {
  AuditHead,
  AuditHeadStore,
  AuditRecordStore,
  AuditSeal,
  AuditSealStore,
  AuditStore,
  AuditTrailStores,
  ChainEnd,
  SealingState,
  SequencedEvent,
  UnitOfWork,
} from "@twinlatch/verifier";

/** Everything an audit trail keeps. */
interface Kept {
  readonly events: readonly SequencedEvent[];
  readonly seals: readonly AuditSeal[];
  readonly ends: readonly ChainEnd[];
  readonly heads: readonly AuditHead[];
  readonly state: SealingState;
}

const EMPTY: Kept = {
  events: [],
  seals: [],
  ends: [],
  heads: [],
  state: { round: 0, settledSequence: 0 },
};

type Head = Pick<AuditHead, "kind" | "position" | "projectId">;

/** An audit trail in memory, which a test changes as somebody does who has the database. */
export class MemoryAuditTrail implements UnitOfWork<AuditTrailStores> {
  readonly commitsInOrder: boolean;
  kept: Kept = EMPTY;
  #sequence = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(commitsInOrder = true) {
    this.commitsInOrder = commitsInOrder;
  }

  async read<T>(work: (stores: AuditTrailStores) => Promise<T>): Promise<T> {
    return work(this.#stores());
  }

  write<T>(work: (stores: AuditTrailStores) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      const before = this.kept;
      try {
        return await work(this.#stores());
      } catch (fault) {
        this.kept = before;
        throw fault;
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Puts something else in the place of what is kept. */
  change(change: (kept: Kept) => Partial<Kept>): void {
    this.kept = { ...this.kept, ...change(this.kept) };
  }

  #stores(): AuditTrailStores {
    return {
      audit: this.#audit(),
      auditHeads: this.#heads(),
      auditRecord: this.#record(),
      auditSeals: this.#seals(),
    };
  }

  #audit(): AuditStore {
    return {
      append: async (event) => {
        this.#sequence += 1;
        const sequenced = { sequence: this.#sequence, ...event };
        this.change(({ events }) => ({ events: [...events, sequenced] }));
      },
      list: async ({ projectId, subjectId }, { beforeSequence = Number.MAX_SAFE_INTEGER, limit }) =>
        this.kept.events
          .filter((event) => event.projectId === projectId && event.subjectId === subjectId)
          .filter(({ sequence }) => sequence < beforeSequence)
          .toReversed()
          .slice(0, limit),
    };
  }

  #seals(): AuditSealStore {
    return {
      commitsInOrder: this.commitsInOrder,
      readState: async () => this.kept.state,
      listUnsealed: async (afterSequence, limit) => {
        const sealed = new Set(this.kept.seals.map(({ sequence }) => sequence));
        return this.kept.events
          .filter(({ sequence }) => sequence > afterSequence && !sealed.has(sequence))
          .slice(0, limit);
      },
      listEnds: async (chains) => {
        const keys = new Set(chains.map(keyOf));
        return this.kept.ends.filter((end) => keys.has(keyOf(end)));
      },
      claimRound: async ({ round }, settledSequence) => {
        if (round !== this.kept.state.round) return false;
        this.change(() => ({ state: { round: round + 1, settledSequence } }));
        return true;
      },
      append: async (added, moved) => {
        const keys = new Set(moved.map(keyOf));
        this.change(({ seals, ends }) => ({
          seals: [...seals, ...added],
          ends: [...ends.filter((end) => !keys.has(keyOf(end))), ...moved],
        }));
      },
    };
  }

  #record(): AuditRecordStore {
    return {
      listProjects: async () => {
        const { ends, heads } = this.kept;
        return [...new Set([...ends, ...heads].map(({ projectId }) => projectId))].toSorted();
      },
      listSealed: async (projectId, afterPosition, limit) => {
        const events = new Map(this.kept.events.map((event) => [event.sequence, event]));
        return this.kept.seals
          .filter((seal) => seal.projectId === projectId && seal.position > afterPosition)
          .toSorted((one, other) => one.position - other.position)
          .slice(0, limit)
          .map((seal) => ({ seal, event: events.get(seal.sequence) }));
      },
      removeUpTo: async (projectId, position) => {
        const isOld = (seal: AuditSeal) =>
          seal.projectId === projectId && seal.position <= position;
        const old = new Set(this.kept.seals.filter(isOld).map(({ sequence }) => sequence));
        const count = this.kept.events.length;
        this.change(({ events, seals }) => ({
          events: events.filter(({ sequence }) => !old.has(sequence)),
          seals: seals.filter((seal) => !isOld(seal)),
        }));
        return count - this.kept.events.length;
      },
    };
  }

  #heads(): AuditHeadStore {
    const listUpwards = (projectId: string, kind: AuditHead["kind"]) =>
      this.kept.heads
        .filter((head) => head.projectId === projectId && head.kind === kind)
        .toSorted((one, other) => one.position - other.position);
    return {
      listHeads: async (projectId, afterPosition, limit) =>
        listUpwards(projectId, "head")
          .filter(({ position }) => position > afterPosition)
          .slice(0, limit),
      findLastHead: async (projectId) => listUpwards(projectId, "head").at(-1),
      findCheckpoint: async (projectId) => listUpwards(projectId, "checkpoint").at(-1),
      put: async (head) => {
        const others = this.kept.heads.filter((other) => placeOf(other) !== placeOf(head));
        this.change(() => ({ heads: [...others, head] }));
      },
      listOfOtherKeys: async (keyId, limit) =>
        this.kept.heads
          .filter((head) => head.keyId !== keyId)
          .toSorted((one, other) => other.position - one.position)
          .slice(0, limit),
      removeBetween: async (projectId, { kind, from, to }) => {
        const isMeant = (head: Head) =>
          head.projectId === projectId &&
          head.kind === kind &&
          head.position >= from &&
          head.position <= to;
        this.change(({ heads }) => ({ heads: heads.filter((head) => !isMeant(head)) }));
      },
    };
  }
}

function keyOf({ projectId, subjectId }: Pick<ChainEnd, "projectId" | "subjectId">): string {
  return JSON.stringify([projectId, subjectId]);
}

function placeOf({ projectId, kind, position }: Head): string {
  return JSON.stringify([projectId, kind, position]);
}
