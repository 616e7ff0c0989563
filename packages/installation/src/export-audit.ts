import type { AuditHead, AuditTrailStores, SealedEvent, UnitOfWork } from "@twinlatch/verifier";
import { toJsonLine } from "./escape-text.ts";

/** A line of an export, and how far the export has come with it. */
export interface ExportedLine {
  readonly kind: "event" | "head";
  readonly position: number;
  /** One JSON object and a line feed, printable characters only (docs/protocol/audit.md §4). */
  readonly text: string;
}

const PAGE = 1_000;

/**
 * The sealed events of a project above the position, in order, with each head behind the event of its
 * position. Read portion by portion: what is sealed meanwhile may be part of it.
 */
export async function* exportAudit(
  auditTrail: UnitOfWork<AuditTrailStores>,
  projectId: string,
  afterPosition: number,
): AsyncGenerator<ExportedLine> {
  let position = afterPosition;
  for (;;) {
    const [page, heads] = await auditTrail.read(({ auditRecord, auditHeads }) =>
      Promise.all([
        auditRecord.listSealed(projectId, position, PAGE),
        auditHeads.listHeads(projectId, position, PAGE),
      ]),
    );
    if (page.length === 0) return;
    const headsByPosition = Map.groupBy(heads, (head) => head.position);
    for (const sealed of page) {
      ({ position } = sealed.seal);
      yield { kind: "event", position, text: toJsonLine(describeSealed(sealed)) };
      for (const head of headsByPosition.get(position) ?? []) {
        yield { kind: "head", position, text: toJsonLine(head) };
      }
    }
  }
}

/**
 * Reads the heads out of exported lines, whatever else is there: events, and the half of a line that a
 * crash left.
 *
 * @throws SyntaxError when there is no head at all
 */
export async function readExportedHeads(lines: AsyncIterable<string>): Promise<AuditHead[]> {
  const heads: AuditHead[] = [];
  for await (const line of lines) {
    const value = parseLine(line);
    if (value !== undefined && isHead(value)) heads.push(value);
  }
  if (heads.length === 0) throw new SyntaxError("There is no head in it");
  return heads;
}

type Fields = Readonly<Record<string, unknown>>;

function parseLine(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isHead(value: Fields): value is Fields & AuditHead {
  const { kind, position, atMillis } = value;
  return (
    (kind === "head" || kind === "checkpoint") &&
    Number.isSafeInteger(position) &&
    Number.isSafeInteger(atMillis) &&
    ["projectId", "hash", "keyId", "signature"].every((name) => typeof value[name] === "string")
  );
}

function describeSealed({ seal, event }: SealedEvent): object {
  const { origin, ...fields } = event ?? { origin: {} };
  return { kind: "event", ...seal, ...fields, ...origin };
}
