import { CHAIN_START, linkProject } from "./audit-chain.ts";
import { type AuditHead, judgeHead } from "./audit-head.ts";
import type { SealedEvent } from "./audit-trail-store.ts";
import { countUnsealed } from "./count-unsealed.ts";
import type { AuditTrailDeps } from "./seal-audit.ts";

/** What is wrong with the record. */
export type AuditFlaw =
  /** The event, its seal or its place is not what was sealed. */
  | "entry_altered"
  /** The seal is there and the event is gone. */
  | "event_missing"
  /** The seal is gone, and with it whatever it sealed. */
  | "entry_missing"
  /** A signed head says that the chain was another at this position. */
  | "head_differs"
  /** A head or the checkpoint is not what the installation signed. */
  | "signature_wrong"
  /** The record ends before the position that a head is known for. */
  | "tail_missing"
  /** The record ends without a signed head. */
  | "head_missing";

/** The first thing that is wrong. */
export interface AuditDamage {
  readonly projectId: string;
  /** The first position that is not as it was sealed. */
  readonly position: number;
  readonly flaw: AuditFlaw;
  /** The last position that a signed head vouches for: what is wrong came after it. */
  readonly trustedUpTo: number;
  /** The number of the event at that position, where there is one. */
  readonly sequence?: number | undefined;
  readonly eventId?: string | undefined;
}

/** What is left of a project's record, and what was compared. */
export interface VerifiedProject {
  readonly projectId: string;
  /** Up to here everything was deleted because of its age, as a signed checkpoint says. */
  readonly deletedUpTo: number;
  /** The last position. */
  readonly position: number;
  /** Events that were compared with their seals. */
  readonly events: number;
  /** Signed heads that the chain was compared with. */
  readonly heads: number;
  /** Heads of keys that the ring has no more: compared, their signature unknown. */
  readonly unknownKeys: number;
}

/** What verifying says. */
export type AuditVerification =
  | {
      readonly outcome: "intact";
      /** Those that anything was sealed of. */
      readonly projects: readonly VerifiedProject[];
      /** Events of all projects without a seal: nothing says whether they are what was recorded. */
      readonly unsealed: number;
    }
  | { readonly outcome: "damaged"; readonly damage: AuditDamage };

const PAGE = 2_000;

/**
 * Reads the whole sealed record from its beginning, portion by portion, and compares it with its seals,
 * with the heads in the database, and with `exported` heads that were kept elsewhere: only those show
 * that the newest entries were cut off together with their seals. Stops at the first flaw. Events that
 * nothing has sealed yet are counted, not compared.
 */
export async function verifyAudit(
  deps: Omit<AuditTrailDeps, "clock">,
  exported: readonly AuditHead[] = [],
): Promise<AuditVerification> {
  const stored = await deps.auditTrail.read(({ auditRecord }) => auditRecord.listProjects());
  const projects: VerifiedProject[] = [];
  for (const projectId of new Set([...stored, ...exported.map((head) => head.projectId)])) {
    const heads = exported.filter((head) => head.projectId === projectId && head.kind === "head");
    const walk = await verifyProject(deps, projectId, heads);
    if (walk.outcome === "damaged") return walk;
    projects.push(walk.project);
  }
  return { outcome: "intact", projects, unsealed: await countUnsealed(deps) };
}

type Damaged = Extract<AuditVerification, { outcome: "damaged" }>;
type Walked = { readonly outcome: "intact"; readonly project: VerifiedProject } | Damaged;
type Deps = Omit<AuditTrailDeps, "clock">;

/** How far the walk along one chain has come. */
interface Walk {
  readonly projectId: string;
  deletedUpTo: number;
  trustedUpTo: number;
  position: number;
  hash: string;
  events: number;
  heads: number;
  unknownKeys: number;
}

async function verifyProject(
  deps: Deps,
  projectId: string,
  exported: readonly AuditHead[],
): Promise<Walked> {
  const walk = newWalk(projectId);
  const damaged = (await beginAtCheckpoint(deps, walk)) ?? (await walkToEnd(deps, walk, exported));
  if (damaged !== undefined) return { outcome: "damaged", damage: damaged };
  const { hash: _hash, trustedUpTo: _trusted, ...project } = walk;
  return { outcome: "intact", project };
}

function newWalk(projectId: string): Walk {
  const counts = { deletedUpTo: 0, trustedUpTo: 0, events: 0, heads: 0, unknownKeys: 0 };
  return { projectId, position: 0, hash: CHAIN_START, ...counts };
}

type Found = AuditDamage | undefined;

/** The record begins behind the newest checkpoint, also when that was set during the walk. */
async function beginAtCheckpoint(deps: Deps, walk: Walk): Promise<Found> {
  const checkpoint = await deps.auditTrail.read(({ auditHeads }) =>
    auditHeads.findCheckpoint(walk.projectId),
  );
  if (checkpoint === undefined || checkpoint.position <= walk.position) return undefined;
  if (judgeHead(deps.auditSigner, checkpoint) !== "valid") {
    return damageAt(walk, checkpoint.position, "signature_wrong");
  }
  walk.deletedUpTo = checkpoint.position;
  walk.trustedUpTo = checkpoint.position;
  walk.position = checkpoint.position;
  walk.hash = checkpoint.hash;
  return undefined;
}

async function walkToEnd(deps: Deps, walk: Walk, exported: readonly AuditHead[]): Promise<Found> {
  const exportedByPosition = groupByPosition(exported);
  for (;;) {
    const from = walk.position;
    const page = await deps.auditTrail.read(({ auditRecord }) =>
      auditRecord.listSealed(walk.projectId, from, PAGE),
    );
    const stored = await deps.auditTrail.read(({ auditHeads }) =>
      auditHeads.listHeads(walk.projectId, from, PAGE),
    );
    const damaged = walkPage(deps, walk, page, [groupByPosition(stored), exportedByPosition]);
    if (damaged === undefined && page.length > 0) continue;
    if (damaged !== undefined && damaged.flaw !== "entry_missing") return damaged;
    // Retention may have deleted what this page was to show, and signed for it.
    const before = walk.position;
    const atCheckpoint = await beginAtCheckpoint(deps, walk);
    if (atCheckpoint !== undefined) return atCheckpoint;
    if (walk.position === before) return damaged ?? findMissingEnd(deps, walk, exported);
  }
}

type HeadsByPosition = ReadonlyMap<number, readonly AuditHead[]>;

function groupByPosition(heads: readonly AuditHead[]): HeadsByPosition {
  return Map.groupBy(heads, (head) => head.position);
}

function walkPage(
  deps: Deps,
  walk: Walk,
  page: readonly SealedEvent[],
  heads: readonly HeadsByPosition[],
): Found {
  for (const { seal, event } of page) {
    const position = walk.position + 1;
    const about = { sequence: seal.sequence, eventId: event?.id };
    if (seal.position !== position) return damageAt(walk, position, "entry_missing");
    if (event === undefined) {
      return damageAt(walk, position, "event_missing", about);
    }
    if (linkProject(deps, walk, seal.subjectHash, event) !== seal.hash) {
      return damageAt(walk, position, "entry_altered", about);
    }
    walk.position = position;
    walk.hash = seal.hash;
    walk.events += 1;
    for (const head of heads.flatMap((byPosition) => byPosition.get(position) ?? [])) {
      const flaw = judgeAgainst(deps, walk, head);
      if (flaw !== undefined) return damageAt(walk, position, flaw, about);
    }
  }
  return undefined;
}

function judgeAgainst(deps: Deps, walk: Walk, head: AuditHead): AuditFlaw | undefined {
  const verdict = judgeHead(deps.auditSigner, head);
  if (verdict === "invalid") return "signature_wrong";
  if (head.hash !== walk.hash) return "head_differs";
  walk.heads += 1;
  if (verdict === "unknown_key") walk.unknownKeys += 1;
  else walk.trustedUpTo = walk.position;
  return undefined;
}

/** A chain that somebody computed anew, or cut, has no head of ours at its end. */
async function findMissingEnd(
  deps: Deps,
  walk: Walk,
  exported: readonly AuditHead[],
): Promise<Found> {
  const beyond = exported.find((head) => head.position > walk.position);
  if (beyond !== undefined) {
    const verdict = judgeHead(deps.auditSigner, beyond);
    const flaw = verdict === "invalid" ? "signature_wrong" : "tail_missing";
    return damageAt(walk, walk.position + 1, flaw);
  }
  const last = await deps.auditTrail.read(({ auditHeads }) =>
    auditHeads.findLastHead(walk.projectId),
  );
  if (last === undefined || last.position < walk.position) {
    return walk.position === walk.deletedUpTo
      ? undefined
      : damageAt(walk, walk.position, "head_missing");
  }
  if (judgeHead(deps.auditSigner, last) !== "valid") {
    return damageAt(walk, walk.position, "signature_wrong");
  }
  if (last.position === walk.position) return undefined;
  const more = await deps.auditTrail.read(({ auditRecord }) =>
    auditRecord.listSealed(walk.projectId, walk.position, 1),
  );
  // What was sealed since the walk ended the next verification sees.
  return more.length > 0 ? undefined : damageAt(walk, walk.position + 1, "tail_missing");
}

function damageAt(
  { projectId, trustedUpTo }: Walk,
  position: number,
  flaw: AuditFlaw,
  about: Pick<AuditDamage, "sequence" | "eventId"> = {},
): AuditDamage {
  return { projectId, position, flaw, trustedUpTo, ...about };
}
