import type { Clock } from "../platform/clock.ts";
import type { TokenHash } from "../platform/token-hash.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import {
  type AuditSeal,
  CHAIN_START,
  type ChainEnd,
  linkProject,
  linkSubject,
  type SequencedEvent,
} from "./audit-chain.ts";
import { type AuditSigner, judgeHead, signHead } from "./audit-head.ts";
import type { AuditTrailStores, SealingState } from "./audit-trail-store.ts";

/** What sealing, verifying and shortening the audit trail takes. */
export interface AuditTrailDeps {
  readonly auditSigner: AuditSigner;
  readonly auditTrail: UnitOfWork<AuditTrailStores>;
  readonly clock: Clock;
  readonly tokenHash: Pick<TokenHash, "digest">;
}

/** Seals events in the order of their numbers. One per process. */
export interface AuditSealer {
  /**
   * Seals the next events, at most 32. Returns how many, 0 when there are none or another process is
   * at it. What an interrupted call left undone the next one does.
   */
  sealNext(): Promise<number>;
}

/** Bounds how long reading, hashing and storing them holds up others: about a millisecond. */
const SEALING_BATCH = 32;
/** Between two heads that are kept for good; the last one is always kept. */
const HEAD_EVERY_POSITIONS = 1_000;
/** Longer than any transaction lives: what had a number by then has been committed or never will be. */
const SETTLING_MILLIS = 60_000;
/** What the first call looks at again, should a process have stood still for longer than that. */
const FIRST_LOOK_BACK = 100_000;
const RESIGNED_HEADS = 100;

/** Makes the sealer of a process. */
export function createAuditSealer(deps: AuditTrailDeps): AuditSealer {
  // PostgreSQL commits events out of the order of their numbers, so a late one may turn up below those
  // that are sealed: the search begins again at the settled number whenever it has come to the end. Where
  // that cannot be it goes on from where it was, or under load each search reads a minute's events again.
  let searchFrom: number | undefined;
  let seenRound = 0;
  let hasLookedBack = false;
  let highest = 0;
  let settling: { readonly sequence: number; readonly sinceMillis: number } | undefined;

  function settle({ settledSequence }: SealingState): number {
    const nowMillis = deps.clock.nowMillis();
    const since = settling;
    if (since !== undefined && nowMillis - since.sinceMillis < SETTLING_MILLIS) {
      return settledSequence;
    }
    settling = { sequence: highest, sinceMillis: nowMillis };
    return Math.max(settledSequence, since?.sequence ?? 0);
  }

  return {
    async sealNext() {
      const state = await deps.auditTrail.read(({ auditSeals }) => auditSeals.readState());
      // Somebody has put back an older database under this process.
      if (state.round < seenRound) searchFrom = undefined;
      seenRound = state.round;
      const lookBack = hasLookedBack ? 0 : FIRST_LOOK_BACK;
      const from = searchFrom ?? Math.max(0, state.settledSequence - lookBack);
      const { commitsInOrder, events } = await deps.auditTrail.read(async ({ auditSeals }) => ({
        commitsInOrder: auditSeals.commitsInOrder,
        events: await auditSeals.listUnsealed(from, SEALING_BATCH),
      }));
      hasLookedBack = true;
      const last = events.at(-1)?.sequence ?? 0;
      highest = Math.max(highest, last);
      const settled = settle(state);
      const isAtEnd = events.length < SEALING_BATCH;
      if (events.length > 0) {
        searchFrom = undefined;
        const sealed = await sealEvents(deps, events, state, settled);
        if (sealed > 0 && (commitsInOrder || !isAtEnd)) searchFrom = last;
        return sealed;
      }
      if (!commitsInOrder) searchFrom = undefined;
      if (settled > state.settledSequence) {
        await deps.auditTrail.write(({ auditSeals }) => auditSeals.claimRound(state, settled));
      }
      await signAgain(deps);
      return 0;
    },
  };
}

async function sealEvents(
  deps: AuditTrailDeps,
  events: readonly SequencedEvent[],
  state: SealingState,
  settledSequence: number,
): Promise<number> {
  const ends = await readEnds(deps, events);
  const touched = new Set<ChainEnd>();
  const seals = events.map((event) => sealEvent(deps, event, ends));
  for (const { projectId, subjectId } of events) {
    for (const end of [ends.get(keyOf(projectId)), ends.get(keyOf(projectId, subjectId))]) {
      if (end !== undefined) touched.add(end);
    }
  }
  const heads = [...touched]
    .filter(({ subjectId }) => subjectId === "")
    .map(({ projectId, position, hash }) => {
      const atMillis = deps.clock.nowMillis();
      return signHead(deps.auditSigner, { kind: "head", projectId, position, hash, atMillis });
    });
  return deps.auditTrail.write(async ({ auditHeads, auditSeals }) => {
    // Before anything is written: another process may have sealed these meanwhile.
    if (!(await auditSeals.claimRound(state, settledSequence))) return 0;
    await auditSeals.append(seals, [...touched]);
    for (const head of heads) {
      await auditHeads.put(head);
      const from = head.position - (head.position % HEAD_EVERY_POSITIONS) + 1;
      const range = { kind: "head", from, to: head.position - 1 } as const;
      await auditHeads.removeBetween(head.projectId, range);
    }
    return seals.length;
  });
}

type Ends = Map<string, ChainEnd>;

function keyOf(projectId: string, subjectId = ""): string {
  return JSON.stringify([projectId, subjectId]);
}

async function readEnds(deps: AuditTrailDeps, events: readonly SequencedEvent[]): Promise<Ends> {
  const ends: Ends = new Map();
  for (const { projectId, subjectId } of events) {
    for (const id of ["", subjectId ?? ""]) {
      const start = { projectId, subjectId: id, position: 0, hash: CHAIN_START };
      ends.set(keyOf(projectId, id), start);
    }
  }
  const begun = await deps.auditTrail.read(({ auditSeals }) =>
    auditSeals.listEnds([...ends.values()]),
  );
  for (const end of begun) ends.set(keyOf(end.projectId, end.subjectId), end);
  return ends;
}

/** Seals one event and moves the ends of its chains. */
function sealEvent(deps: AuditTrailDeps, event: SequencedEvent, ends: Ends): AuditSeal {
  const { projectId, subjectId, sequence } = event;
  const move = (id: string, link: (end: ChainEnd) => string): ChainEnd => {
    const start = { projectId, subjectId: id, position: 0, hash: CHAIN_START };
    const end = ends.get(keyOf(projectId, id)) ?? start;
    const moved = { ...end, position: end.position + 1, hash: link(end) };
    ends.set(keyOf(projectId, id), moved);
    return moved;
  };
  const subjectHash =
    subjectId === undefined
      ? undefined
      : move(subjectId, (end) => linkSubject(deps, end.hash, event)).hash;
  const { position, hash } = move("", (end) => linkProject(deps, end, subjectHash, event));
  return { projectId, position, sequence, subjectHash, hash };
}

/** After a change of keys: what an older key signed gets a signature that outlives it. */
async function signAgain(deps: AuditTrailDeps): Promise<void> {
  const { auditSigner, auditTrail } = deps;
  const old = await auditTrail.read(({ auditHeads }) =>
    auditHeads.listOfOtherKeys(auditSigner.currentKeyId, RESIGNED_HEADS),
  );
  // A forged one stays as it is, for the verifier to find.
  const ours = old.filter((head) => judgeHead(auditSigner, head) === "valid");
  if (ours.length === 0) return;
  await auditTrail.write(async ({ auditHeads }) => {
    for (const head of ours) await auditHeads.put(signHead(auditSigner, head));
  });
}
