import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { describeRun } from "./honest/describe-run.ts";
import { HABITS, TIMES } from "./honest/habits.ts";
import { addTallies, type Tally } from "./honest/tally.ts";

const SLICE_SCRIPT = fileURLToPath(new URL("honest/run-slice.ts", import.meta.url));
/** People of one installation. */
const SLICE_PEOPLE = 500;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Lives the year of everybody, as many installations at a time as there are processors. */
async function simulate(people: number, seed: string): Promise<Tally> {
  const slices = Array.from({ length: Math.ceil(people / SLICE_PEOPLE) }, (_, index) => ({
    seed: `${seed}-${index}`,
    people: Math.min(SLICE_PEOPLE, people - index * SLICE_PEOPLE),
  })).values();
  const tallies: Tally[] = [];
  const run = async () => {
    for (const slice of slices) {
      const args = [SLICE_SCRIPT, slice.seed, String(slice.people)];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        maxBuffer: MAX_OUTPUT_BYTES,
      });
      tallies.push(JSON.parse(stdout));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, run));
  return addTallies(tallies);
}

const MET_WORDS = new Map([
  [true, "yes"],
  [false, "NO"],
  [undefined, ""],
]);

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    people: { type: "string", default: "10000" },
    seed: { type: "string", default: "honest" },
  },
});
const figures = describeRun(await simulate(Number(values.people), values.seed)).map((figure) => ({
  ...figure,
  isMet: figure.atMost === undefined ? undefined : figure.measured <= figure.atMost,
}));
const setting =
  "the real rules and SQLite storage in memory, a clock that is moved, stand-ins for Argon2id and bcrypt";
if (values.json) {
  console.log(
    JSON.stringify({ setting, seed: values.seed, habits: HABITS, times: TIMES, figures }),
  );
} else {
  console.log(`People live a year: ${setting}; seed ${values.seed}`);
  console.log("Assumed habits:", HABITS);
  console.log("Assumed times, ms:", TIMES);
  console.table(
    Object.fromEntries(
      figures.map(({ name, measured, atMost, isMet }) => [
        name,
        {
          measured: Number(measured.toPrecision(4)),
          target: atMost === undefined ? "" : `≤ ${atMost}`,
          met: MET_WORDS.get(isMet),
        },
      ]),
    ),
  );
}
