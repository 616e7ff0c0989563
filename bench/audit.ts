// Seals and verifies an audit trail of a million events on SQLite, beside the floor: reading the same
// rows once and computing one SHA-256 of each. `--events N` makes it another number.
import { hash } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { Ed25519AuditSigner, KeyRing, NodeRandom } from "@twinlatch/platform-node";
import { openStorage } from "@twinlatch/storage";
import { type AuditTrailDeps, createAuditSealer, verifyAudit } from "@twinlatch/verifier";

const VERIFY_TARGET_SECONDS = 30;
const TARGET_EVENTS = 1_000_000;
const PEOPLE = 20_000;
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36";

interface Timed {
  readonly name: string;
  readonly seconds: number;
}

async function time(name: string, work: () => unknown): Promise<Timed> {
  const startedAt = performance.now();
  await work();
  return { name, seconds: (performance.now() - startedAt) / 1000 };
}

/** Writes events as sign-ins leave them, past the stores: a million commits would take the day. */
function recordEvents(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec(`
    with recursive number(n) as (select 1 union all select n + 1 from number where n < ${count})
    insert into audit_event (id, at_millis, project_id, subject_id, type, outcome, reason, session_id,
      challenge_id, factor_id, factor_kind, factor_label, target, ip, user_agent, request_id)
    select 'evt_' || lower(hex(randomblob(13))), 1800000000000 + n * 250, 'console',
      'acc_' || printf('%026d', n % ${PEOPLE}), 'sign_in.second_step',
      iif(n % 20 = 0, 'refused', 'allowed'), iif(n % 20 = 0, 'invalid_code', null), null,
      'chl_' || lower(hex(randomblob(13))), 'fac_' || printf('%026d', n % ${PEOPLE}), 'totp', 'Phone',
      null, '192.0.2.' || (n % 250), '${USER_AGENT}', lower(hex(randomblob(16))) from number`);
  database.close();
}

/** What no verification can do without: every row read, and hashed once. */
function readAndHash(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  let last = "";
  for (const row of database.prepare("select * from audit_event order by sequence").iterate()) {
    last = hash("sha256", last + JSON.stringify(Object.values(row)), "base64url");
  }
  database.close();
}

async function sealAll(deps: AuditTrailDeps): Promise<void> {
  const sealer = createAuditSealer(deps);
  let sealed: number;
  do sealed = await sealer.sealNext();
  while (sealed > 0);
}

async function measureTrail(folder: string, count: number): Promise<readonly Timed[]> {
  const file = join(folder, "twinlatch.db");
  const empty = openStorage({ kind: "sqlite", file });
  await empty.migrate();
  // Two builds of SQLite in one process lose each other's locks: one at a time.
  await empty.close();
  recordEvents(file, count);
  const storage = openStorage({ kind: "sqlite", file });
  try {
    const random = new NodeRandom();
    const deps: AuditTrailDeps = {
      auditSigner: new Ed25519AuditSigner(new KeyRing("k1", new Map([["k1", random.bytes(32)]]))),
      auditTrail: storage.auditTrail,
      clock: { nowMillis: () => Date.now() },
      tokenHash: { digest: (text) => hash("sha256", text, "base64url") },
    };
    const sealing = await time("seal", () => sealAll(deps));
    const verifying = await time("verify", async () => {
      const verification = await verifyAudit(deps);
      const project = verification.outcome === "intact" ? verification.projects[0] : undefined;
      if (project?.events !== count) throw new Error("The record is not what was sealed");
    });
    await storage.close();
    return [sealing, verifying, await time("floor: read and hash each", () => readAndHash(file))];
  } finally {
    await storage.close();
  }
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    events: { type: "string", default: String(TARGET_EVENTS) },
  },
});
const events = Number(values.events);
const folder = await mkdtemp(join(tmpdir(), "twinlatch-audit-"));
try {
  const timed = await measureTrail(folder, events);
  const bytes = (await stat(join(folder, "twinlatch.db"))).size;
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const verifySeconds = timed.find(({ name }) => name === "verify")?.seconds ?? Number.NaN;
  const target = {
    name: "verify, seconds",
    wanted: VERIFY_TARGET_SECONDS,
    measured: verifySeconds,
  };
  if (values.json) {
    console.log(JSON.stringify({ events, timed, bytes, peakMegabytes, targets: [target] }));
  } else {
    console.table(
      Object.fromEntries(
        timed.map(({ name, seconds }) => [
          name,
          { seconds: seconds.toFixed(1), "events per second": Math.round(events / seconds) },
        ]),
      ),
    );
    console.log(
      `${events} events, database ${Math.round(bytes / 1e6)} MB, peak ${peakMegabytes} MB`,
    );
    const isMet = target.measured < target.wanted;
    console.log(
      `${isMet ? "met   " : "MISSED"} verify: ${verifySeconds.toFixed(1)} s (wanted < 30)`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}
