import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BenchContext, createAccountPool } from "./http/bench-context.ts";
import { startFloors } from "./http/floors.ts";
import { startLoadGenerator } from "./http/load.ts";
import { measureSessionCheck, type SessionCheckFigures } from "./http/measure-session-check.ts";
import { measureSignIn, SIGN_INS, type SignInFigures } from "./http/measure-sign-in.ts";
import { measureStart, type StartFigures } from "./http/measure-start.ts";
import {
  measureVerification,
  VERIFICATION_ACCOUNTS,
  type VerificationFigures,
} from "./http/measure-verification.ts";
import { prepareAccounts } from "./http/prepare-accounts.ts";
import { readSession } from "./http/read-session.ts";
import { installationFiles, startServerUnderTest } from "./http/server-under-test.ts";
import { median } from "./measure.ts";

type Round = SessionCheckFigures & VerificationFigures & SignInFigures & StartFigures;

interface Figure {
  readonly name: string;
  /** Median over the rounds. */
  readonly measured: number;
  /** Absent: shown for comparison. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

const DEFAULT_ROUNDS = 5;

/** Runs all measurements so many times, one after the other, so that what slows the machine meets all. */
async function measureRounds(rounds: number, folder: string): Promise<readonly Round[]> {
  const files = installationFiles(folder);
  // One round more warms up: compilers, caches and the database file.
  const accounts = (rounds + 1) * (VERIFICATION_ACCOUNTS + SIGN_INS);
  const prepared = await prepareAccounts(files, accounts);
  const server = await startServerUnderTest(files);
  const floors = startFloors();
  const load = startLoadGenerator();
  const context: BenchContext = {
    server,
    floors,
    load,
    folder,
    sessionToken: prepared.sessionToken,
    takeAccounts: createAccountPool(prepared.accounts),
  };
  try {
    const fastifyPort = await floors.serve(await readSession(server, prepared.sessionToken));
    const measured: Round[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      measured.push({
        ...(await measureSessionCheck(context, fastifyPort)),
        ...(await measureVerification(context)),
        ...(await measureSignIn(context)),
        ...(await measureStart(folder)),
      });
    }
    return measured.slice(1);
  } finally {
    load.stop();
    floors.stop();
    await server.stop();
  }
}

function summarise(rounds: readonly Round[]): readonly Figure[] {
  const over = (read: (round: Round) => number) => median(rounds.map(read));
  const checks = over((round) => round.sessionChecksPerSecond);
  const checkRatio = over((round) => round.sessionChecksPerSecond / round.fastifyPerSecond);
  return [
    { name: "bare Fastify answers /s", measured: over((round) => round.fastifyPerSecond) },
    // Either is enough: the share where the machine is slow, the number where Fastify is quick.
    { name: "session checks /s", measured: checks, ...(checkRatio < 0.3 && atLeast(5_000)) },
    {
      name: "session checks, of bare Fastify",
      measured: checkRatio,
      ...(checks < 5_000 && atLeast(0.3)),
    },
    {
      name: "session check p99 at half load, ms",
      measured: over((round) => round.sessionCheckHalfLoadP99Millis),
      ...atMost(50),
    },
    { name: "bare durable commits /s", measured: over((round) => round.commitsPerSecond) },
    { name: "TOTP verifications /s", measured: over((round) => round.verificationsPerSecond) },
    {
      name: "TOTP verifications, of bare durable commits",
      measured: over((round) => round.verificationsPerSecond / round.commitsPerSecond),
      ...atLeast(0.4),
    },
    {
      name: "TOTP verification p99 at half load, ms",
      measured: over((round) => round.verificationHalfLoadP99Millis),
      ...atMost(50),
    },
    { name: "bare Argon2id, CPU ms", measured: over((round) => round.argon2CpuMillis) },
    { name: "whole sign-in, CPU ms", measured: over((round) => round.signInCpuMillis) },
    {
      name: "whole sign-in, of bare Argon2id",
      measured: over((round) => round.signInCpuMillis / round.argon2CpuMillis),
      ...atMost(1.3),
    },
    { name: "ready, ms", measured: over((round) => round.readyMillis), ...atMost(1_000) },
    {
      name: "resident when idle, MiB",
      measured: over((round) => round.idleMebibytes),
      ...atMost(150),
    },
  ];
}

const atLeast = (limit: number) => ({ target: { atLeast: limit } });
const atMost = (limit: number) => ({ target: { atMost: limit } });

/** Undefined where there is no target. */
function isMet({ measured, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return "atLeast" in target ? measured >= target.atLeast : measured <= target.atMost;
}

function describeTarget({ target }: Figure): string {
  if (target === undefined) return "";
  return "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

const MET_WORDS = new Map([
  [true, "yes"],
  [false, "NO"],
  [undefined, ""],
]);

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: String(DEFAULT_ROUNDS) },
  },
});
const folder = await mkdtemp(join(tmpdir(), "twinlatch-bench-"));
try {
  const rounds = await measureRounds(Number(values.rounds), folder);
  const figures = summarise(rounds).map((figure) => ({ ...figure, isMet: isMet(figure) }));
  const [processor] = cpus();
  const machine = `Node ${process.version}, ${cpus().length} x ${processor?.model ?? "unknown"}`;
  if (values.json) {
    console.log(JSON.stringify({ machine, figures, rounds }));
  } else {
    console.log(`${machine}; one server process, SQLite, synchronous=FULL, on ${tmpdir()}`);
    console.table(
      Object.fromEntries(
        figures.map((figure) => [
          figure.name,
          {
            measured: Number(figure.measured.toPrecision(4)),
            target: describeTarget(figure),
            met: MET_WORDS.get(figure.isMet),
          },
        ]),
      ),
    );
  }
} finally {
  await rm(folder, { recursive: true });
}
