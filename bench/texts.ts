// How quickly codes get to a provider of texts, and what a provider that hangs does to everybody else.
// `--rounds N --seconds N` measure more or less.
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startFloors } from "./http/floors.ts";
import { startLoadGenerator } from "./http/load.ts";
import { startServerUnderTest } from "./http/server-under-test.ts";
import { isMet, printFigures, type Round, summarise } from "./texts/figures.ts";
import { measureHandOver } from "./texts/measure-hand-over.ts";
import { measureHungProvider, untilAskedAgain } from "./texts/measure-hung-provider.ts";
import { measureSending } from "./texts/measure-sending.ts";
import { prepareRounds } from "./texts/prepare-rounds.ts";
import { startSink } from "./texts/sink.ts";
import type { TextsContext } from "./texts/texts-context.ts";

const DEFAULT_ROUNDS = 5;
const DEFAULT_SECONDS = 10;
/** Authenticator codes are made before they are sent, and must work to the end. */
const MAX_SECONDS = 20;

/** Runs all measurements so many times, one after the other, so that what slows the machine meets all. */
async function measureRounds(
  folder: string,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<readonly Round[]> {
  // One round more warms up: compilers, caches and the database file.
  const { files, takePhones, takeAccounts } = await prepareRounds(folder, rounds + 1, seconds);
  const sink = await startSink(folder);
  const server = await startServerUnderTest(files, sink.env);
  const floors = startFloors();
  const load = startLoadGenerator();
  const context: TextsContext = {
    server,
    floors,
    load,
    folder,
    sink,
    takePhones,
    takeAccounts,
    seconds,
  };
  try {
    const measured: Round[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      await untilAskedAgain(context);
      measured.push({
        ...(await measureHandOver(context)),
        ...(await measureSending(context)),
        ...(await measureHungProvider(context, round)),
      });
    }
    return measured.slice(1);
  } finally {
    load.stop();
    floors.stop();
    await server.stop();
    sink.stop();
  }
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: String(DEFAULT_ROUNDS) },
    seconds: { type: "string", default: String(DEFAULT_SECONDS) },
  },
});
const seconds = Math.min(MAX_SECONDS, Number(values.seconds));
const folder = await mkdtemp(join(tmpdir(), "twinlatch-texts-"));
try {
  const rounds = await measureRounds(folder, { rounds: Number(values.rounds), seconds });
  const figures = summarise(rounds).map((figure) => ({ ...figure, isMet: isMet(figure) }));
  const [processor] = cpus();
  const machine = `Node ${process.version}, ${cpus().length} x ${processor?.model ?? "unknown"}`;
  if (values.json) {
    console.log(JSON.stringify({ machine, figures, rounds }));
  } else {
    console.log(`${machine}; one server process, SQLite, synchronous=FULL, on ${tmpdir()}`);
    printFigures(figures);
  }
} finally {
  await rm(folder, { recursive: true });
}
