import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { exportAudit, readExportedHeads } from "@twinlatch/installation";
import {
  type AuditDamage,
  type AuditFlaw,
  type AuditHead,
  type AuditVerification,
  verifyAudit,
} from "@twinlatch/verifier";
import { type Call, type Command, type CommandResult, done, UsageError } from "../frame/command.ts";
import { describeCount } from "../frame/describe-count.ts";
import { type OpenInstallation, withInstallation } from "./open-installation.ts";

/** What each flaw is called in a sentence. */
const FLAWS: Readonly<Record<AuditFlaw, string>> = {
  entry_altered: "is not what was sealed",
  event_missing: "was deleted",
  entry_missing: "is missing, with its seal",
  head_differs: "belongs to another history than a signed head says",
  signature_wrong: "has a head that this installation did not sign",
  tail_missing: "is missing: the record was cut off before it",
  head_missing: "is the last, and no signed head vouches for it",
};

export const auditVerify: Command = {
  name: "audit verify",
  summary: "compare the audit trail with its seals, and name the first bad entry",
  details: [
    "Exported heads, kept where nobody who can write to the database can, show too that the newest " +
      "entries were cut off together with their seals.",
    "The server seals: events that it has not sealed yet are counted, and compared with nothing.",
  ],
  options: {
    heads: { type: "string", value: "FILE", help: "an export, or the heads of one" },
  },
  run: (call) =>
    withInstallation(call.terminal, async ({ audit }) =>
      describeVerification(await verifyAudit(audit, await readHeads(call))),
    ),
};

export const auditExport: Command = {
  name: "audit export",
  summary: "write sealed events and heads, one line of JSON each",
  details: ["Every line is one entry, also with --json. Heads are all that audit verify needs."],
  options: {
    out: { type: "string", value: "FILE", help: "a file to make; standard output without it" },
    project: { type: "string", value: "ID", help: "one project only" },
    after: { type: "string", value: "POSITION", help: "only what comes after; needs --project" },
    heads: { type: "boolean", help: "the heads alone" },
  },
  run: (call) => withInstallation(call.terminal, (installation) => runExport(call, installation)),
};

async function readHeads(call: Call): Promise<readonly AuditHead[]> {
  const file = call.text("heads");
  if (file === undefined) return [];
  try {
    const input = (await open(file)).createReadStream({ encoding: "utf8" });
    return await readExportedHeads(createInterface({ input }));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`--heads: ${error.message}`);
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`--heads names a file that cannot be read (${code})`);
  }
}

function describeVerification(verification: AuditVerification): CommandResult {
  if (verification.outcome === "damaged") {
    const lines = describeDamage(verification.damage);
    return { ending: "refused", data: verification, lines };
  }
  const { projects, unsealed } = verification;
  const lines = projects.map(
    ({ projectId, position, events, heads, deletedUpTo }) =>
      `${projectId}: ${describeCount(events, "entry", "entries")} up to ${position}, ` +
      `compared with ${describeCount(heads, "signed head")}` +
      (deletedUpTo === 0 ? "" : `; up to ${deletedUpTo} deleted because of their age`),
  );
  const verdict =
    projects.length > 0
      ? "The audit trail is intact."
      : "Nothing was compared: no event of the audit trail is sealed.";
  return done(verification, [verdict, ...lines, ...describeUnsealed(unsealed)]);
}

function describeUnsealed(unsealed: number): readonly string[] {
  if (unsealed === 0) return [];
  const events = describeCount(unsealed, "event is", "events are");
  return [`${events} not sealed yet. A server that runs seals them within two seconds.`];
}

function describeDamage(damage: AuditDamage): readonly string[] {
  const { projectId, position, flaw, sequence, eventId, trustedUpTo } = damage;
  const event = [
    ...(sequence === undefined ? [] : [`event ${sequence}`]),
    ...(eventId === undefined ? [] : [eventId]),
  ];
  const name = event.length === 0 ? "" : ` (${event.join(", ")})`;
  return [
    "The audit trail is damaged.",
    `${projectId}: entry ${position}${name} ${FLAWS[flaw]}.`,
    `A signed head vouches for everything up to entry ${trustedUpTo}.`,
  ];
}

async function runExport(call: Call, { audit }: OpenInstallation): Promise<CommandResult> {
  const only = call.text("project");
  const after = readPosition(call);
  const projects =
    only === undefined
      ? await audit.auditTrail.read(({ auditRecord }) => auditRecord.listProjects())
      : [only];
  const out = await openOutput(call);
  try {
    for (const projectId of projects) {
      const lines = exportAudit(audit.auditTrail, projectId, after);
      for await (const line of lines) {
        if (!call.has("heads") || line.kind === "head") await out.write(line.text);
      }
    }
  } finally {
    await out.close();
  }
  return done(undefined, []);
}

function readPosition(call: Call): number {
  const text = call.text("after");
  if (text === undefined) return 0;
  if (!/^[0-9]{1,15}$/.test(text)) throw new UsageError("--after must be a position, such as 1200");
  if (call.text("project") === undefined) throw new UsageError("--after needs --project");
  return Number(text);
}

interface Output {
  write(text: string): Promise<unknown>;
  close(): Promise<void>;
}

async function openOutput(call: Call): Promise<Output> {
  const file = call.text("out");
  if (file === undefined) {
    return { write: async (line) => call.terminal.writeOut(line), close: async () => {} };
  }
  try {
    // A new file, for its owner only: addresses of people are in it.
    const handle = await open(file, "wx", 0o600);
    return {
      write: (line) => handle.appendFile(line),
      async close() {
        await handle.sync();
        await handle.close();
      },
    };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`--out names a file that cannot be made (${code})`);
  }
}
