import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Contender } from "./better-auth/contender.ts";
import { type ContenderFigures, measureContender } from "./better-auth/measure-contender.ts";
import {
  type Flaws,
  measureFlaws,
  PARALLEL_GUESSES,
  PARALLEL_SIGN_INS,
} from "./better-auth/measure-flaws.ts";
import { startOwn } from "./better-auth/own.ts";
import { startPeer } from "./better-auth/peer.ts";
import { type LoadGenerator, startLoadGenerator } from "./http/load.ts";
import { median } from "./measure.ts";

const DEFAULT_ROUNDS = 5;
/** Compilers, caches and database files: the password step of a server that has just started costs a half more. */
const WARM_UP_ROUNDS = 3;
/** More for the quicker server: a round of either takes some seconds. */
const OWN_SIGN_INS = 400;
const PEER_SIGN_INS = 80;
/** `measureFlaws` takes them. */
const FLAW_ACCOUNTS = 3;

interface Sides<Figures> {
  readonly own: Figures;
  readonly peer: Figures;
}

interface Comparison extends Sides<number> {
  readonly name: string;
  /** How many times as much ours does; undefined where more is not better. */
  readonly ratio?: number;
  readonly target: string;
  readonly isMet: boolean;
}

interface Measured {
  readonly rounds: readonly Sides<ContenderFigures>[];
  readonly flaws: Sides<Flaws>;
}

/** CPU time of a whole sign-in without the comparison of the password with its hash. */
const withoutHash = (figures: ContenderFigures) => figures.signInCpuMillis - figures.hashCpuMillis;

async function measureBoth(rounds: number, folder: string): Promise<Measured> {
  const [ownFolder, peerFolder] = [
    await mkdtemp(join(folder, "own-")),
    await mkdtemp(join(folder, "peer-")),
  ];
  const all = WARM_UP_ROUNDS + rounds;
  const own = await startOwn(ownFolder, all * OWN_SIGN_INS + FLAW_ACCOUNTS);
  const peer = await startPeer(peerFolder, all * PEER_SIGN_INS + FLAW_ACCOUNTS);
  const load = startLoadGenerator();
  try {
    const flaws = { own: await measureFlaws(own, load), peer: await measureFlaws(peer, load) };
    const measured: Sides<ContenderFigures>[] = [];
    for (let round = 0; round < all; round += 1) {
      measured.push(await measureInTurn(own, peer, load, round % 2 === 1));
    }
    return { rounds: measured.slice(WARM_UP_ROUNDS), flaws };
  } finally {
    load.stop();
    await peer.stop();
    await own.stop();
  }
}

/** One after the other, so that each has the machine to itself; who goes first changes. */
async function measureInTurn<Own, Peer>(
  own: Contender<Own>,
  peer: Contender<Peer>,
  load: LoadGenerator,
  isPeerFirst: boolean,
): Promise<Sides<ContenderFigures>> {
  const early = isPeerFirst ? await measureContender(peer, load, PEER_SIGN_INS) : undefined;
  const figures = await measureContender(own, load, OWN_SIGN_INS);
  return { own: figures, peer: early ?? (await measureContender(peer, load, PEER_SIGN_INS)) };
}

function compareSpeed({ rounds }: Measured): readonly Comparison[] {
  const compare = (
    name: string,
    read: (figures: ContenderFigures) => number,
    { atLeast, isCost = false }: { atLeast: number; isCost?: boolean },
  ): Comparison => {
    const ratio = median(
      rounds.map(({ own, peer }) => (isCost ? read(peer) / read(own) : read(own) / read(peer))),
    );
    return {
      name,
      own: median(rounds.map(({ own }) => read(own))),
      peer: median(rounds.map(({ peer }) => read(peer))),
      ratio,
      target: `≥ ${atLeast} x`,
      isMet: ratio >= atLeast,
    };
  };
  return [
    compare("session checks /s", (figures) => figures.sessionChecksPerSecond, { atLeast: 10 }),
    compare("the same, all from the database", (figures) => figures.sessionLookupsPerSecond, {
      atLeast: 10,
    }),
    compare("TOTP verifications /s", (figures) => figures.verificationsPerSecond, { atLeast: 10 }),
    compare("whole sign-ins /s", (figures) => figures.signInsPerSecond, { atLeast: 7 }),
    compare("CPU ms of a sign-in without the hash", withoutHash, { atLeast: 10, isCost: true }),
  ];
}

function compareFlaws({ flaws: { own, peer } }: Measured): readonly Comparison[] {
  const compare = (name: string, read: (flaws: Flaws) => number, atMost: number): Comparison => ({
    name,
    own: read(own),
    peer: read(peer),
    target: `≤ ${atMost}`,
    isMet: read(own) <= atMost,
  });
  return [
    compare(
      `one code, ${PARALLEL_SIGN_INS} sign-ins at once: let in`,
      (flaws) => flaws.acceptedOfOneCode,
      1,
    ),
    compare(
      `${PARALLEL_GUESSES} wrong codes at once, one sign-in (budget 5, 5): compared`,
      (flaws) => flaws.guessesOnOneSignIn,
      5,
    ),
    compare(
      `${PARALLEL_GUESSES} sign-ins of one account (budget 10, 10): compared`,
      (flaws) => flaws.guessesOnOneAccount,
      10,
    ),
  ];
}

const NOTES = [
  "Same load generator, 32 connections, one process each, SQLite with WAL and synchronous=FULL.",
  "better-auth as documented for Node: twoFactor plugin, better-sqlite3, session cookie cache on, its",
  "rate limit, telemetry and log off; NODE_ENV=production. Its session check reads a signed cookie and",
  "no database; ours reads the database, so that a revoked session ends at once. The second line has both",
  "read it (its disableCookieCache). It hashes with scrypt",
  "(its default), ours with Argon2id (19 MiB, t=2). Ours writes an audit event with each operation and",
  "its log to a file. A whole sign-in is the password and then the code: 1 / (1/passwords + 1/codes).",
  "Without the hash: CPU time of the server in both steps, less that of one bare hash in the same run.",
];

function printTable(title: string, comparisons: readonly Comparison[]): void {
  console.log(title);
  const rows = comparisons.map(({ name, own, peer, ratio, target, isMet }) => [
    name,
    {
      Twinlatch: Number(own.toPrecision(4)),
      "better-auth": Number(peer.toPrecision(4)),
      ratio: ratio === undefined ? "" : `${ratio.toFixed(1)} x`,
      target,
      met: isMet ? "yes" : "NO",
    },
  ]);
  console.table(Object.fromEntries(rows));
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: String(DEFAULT_ROUNDS) },
  },
});
const folder = await mkdtemp(join(tmpdir(), "twinlatch-bench-"));
try {
  const measured = await measureBoth(Number(values.rounds), folder);
  const [speed, flaws] = [compareSpeed(measured), compareFlaws(measured)];
  const [processor] = cpus();
  const machine = `Node ${process.version}, ${cpus().length} x ${processor?.model ?? "unknown"}`;
  if (values.json) {
    const { rounds } = measured;
    console.log(JSON.stringify({ machine, notes: NOTES.join(" "), speed, flaws, rounds }));
  } else {
    console.log([machine, ...NOTES].join("\n"));
    printTable("Speed", speed);
    printTable("What parallel requests get past", flaws);
  }
} finally {
  await rm(folder, { recursive: true });
}
