import { type FileHandle, mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportAudit } from "@twinlatch/installation";
import type { AuditTrailDeps } from "@twinlatch/verifier";

/** How far a folder's export has come: a position for each project. */
type Positions = Record<string, number>;

/** What became of an export. */
export interface AuditExport {
  readonly lines: number;
  /** Projects whose record ends before what was exported of them: something was cut off. */
  readonly cutProjects: readonly string[];
}

const POSITIONS_FILE = "positions.json";
const LINE_FEED = 0x0a;

/**
 * Appends what was sealed since the last time to a file of the day in `folder`, which is better on another
 * host. How far it came stands in the folder itself, so that a new folder gets everything. After a crash a
 * line may be there twice; none is missing. One process at a time.
 */
export async function exportToFolder(
  { auditTrail, clock }: Pick<AuditTrailDeps, "auditTrail" | "clock">,
  folder: string,
): Promise<AuditExport> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const positions = await readPositions(folder);
  const projects = await auditTrail.read(({ auditRecord }) => auditRecord.listProjects());
  const day = new Date(clock.nowMillis()).toISOString().slice(0, 10);
  const cutProjects: string[] = [];
  let lines = 0;
  let file: FileHandle | undefined;
  try {
    for (const projectId of new Set([...projects, ...Object.keys(positions)])) {
      const from = positions[projectId] ?? 0;
      const end = await auditTrail.read(({ auditHeads }) => auditHeads.findLastHead(projectId));
      if ((end?.position ?? 0) < from) cutProjects.push(projectId);
      for await (const { position, text } of exportAudit(auditTrail, projectId, from)) {
        file ??= await openForLines(join(folder, `audit-${day}.jsonl`));
        await file.appendFile(text);
        positions[projectId] = position;
        lines += 1;
      }
    }
    await file?.sync();
  } finally {
    await file?.close();
  }
  if (lines > 0) await writePositions(folder, positions);
  return { lines, cutProjects };
}

async function readPositions(folder: string): Promise<Positions> {
  let text: string;
  try {
    text = await readFile(join(folder, POSITIONS_FILE), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  const value: unknown = JSON.parse(text);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, position]) => Number.isSafeInteger(position)));
}

/** Whoever reads meanwhile finds the old positions or the new ones. */
async function writePositions(folder: string, positions: Positions): Promise<void> {
  const draft = join(folder, `${POSITIONS_FILE}.tmp`);
  await writeFile(draft, `${JSON.stringify(positions)}\n`, { mode: 0o600, flush: true });
  await rename(draft, join(folder, POSITIONS_FILE));
}

/** Opens a file to append to; a line that a crash left unfinished stays one of its own. */
async function openForLines(path: string): Promise<FileHandle> {
  const file = await open(path, "a+", 0o600);
  const { size } = await file.stat();
  if (size === 0) return file;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== LINE_FEED) await file.appendFile("\n");
  return file;
}
