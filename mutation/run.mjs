// Why: a test that cannot fail is worse than none. `npm run mutate` breaks the rules of second factors in one place at
// a time and shows what no test notices. All of it takes more than an hour, `--only <part>` minutes, and
// `--lines <file>:<from>-<to>` beside that what a few lines take.
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  findProjectNode,
  installDependencies,
  PreparationError,
  runEntry,
  thisProject,
} from "../tools/prepare.mjs";
import { runChild } from "../tools/run-child.mjs";
import { FLOOR, PARTS } from "./parts.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/**
 * @typedef {object} Count
 * @property {string} name
 * @property {number} killed Mutants with which a test failed or did not come to an end.
 * @property {number} alive Mutants with which every test passed, or that no test reaches.
 */

function readOptions() {
  try {
    return parseArgs({ options: { only: { type: "string" }, lines: { type: "string" } } }).values;
  } catch (error) {
    throw new PreparationError(error instanceof Error ? error.message : String(error));
  }
}

function chooseParts(/** @type {string | undefined} */ only) {
  const chosen = PARTS.filter(({ name }) => only === undefined || name === only);
  if (chosen.length > 0) return chosen;
  const names = PARTS.map(({ name }) => name).join(", ");
  throw new PreparationError(`There is no part called ${only}; there are: ${names}.`);
}

/** @returns {Promise<Count>} */
async function mutate(
  /** @type {import("./parts.mjs").Part} */ { name },
  /** @type {string | undefined} */ lines,
) {
  console.log(`\n# ${name}`);
  const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const bin = join(thisProject.root, "node_modules/.bin");
  const exitCode = await runChild(
    findProjectNode(thisProject),
    [
      stryker,
      "run",
      "mutation/stryker.config.mjs",
      ...(lines === undefined ? [] : ["--mutate", lines]),
    ],
    {
      cwd: thisProject.root,
      env: {
        ...process.env,
        PATH: `${bin}${delimiter}${process.env["PATH"]}`,
        // Read by the two configurations.
        TWINLATCH_MUTATED: name,
      },
    },
  );
  if (exitCode !== 0) throw new PreparationError(`Mutating ${name} failed (see above).`);
  return { name, ...count(join(root, "results", `${name}.json`)) };
}

/** One that does not load counts for neither: it tells nothing of the tests. */
function count(/** @type {string} */ file) {
  /** @type {{ status: string }[]} */
  const mutants = Object.values(JSON.parse(readFileSync(file, "utf8")).files).flatMap(
    ({ mutants: ofFile }) => ofFile,
  );
  const having = (/** @type {string[]} */ ...statuses) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  return { killed: having("Killed", "Timeout"), alive: having("Survived", "NoCoverage") };
}

function percentOf(/** @type {Count} */ { killed, alive }) {
  return (100 * killed) / (killed + alive);
}

/** @returns {Count} */
function addUp(/** @type {string} */ name, /** @type {Count[]} */ counts) {
  return counts.reduce(
    (sum, { killed, alive }) => ({
      ...sum,
      killed: sum.killed + killed,
      alive: sum.alive + alive,
    }),
    { name, killed: 0, alive: 0 },
  );
}

function report(/** @type {Count} */ counted) {
  const { name, killed, alive } = counted;
  console.log(
    `${name.padEnd(26)}${`${killed} of ${killed + alive}`.padStart(14)}` +
      `${percentOf(counted).toFixed(1).padStart(8)} %   at least ${FLOOR} %`,
  );
}

await runEntry(async () => {
  const { only, lines } = readOptions();
  if (lines !== undefined && only === undefined) {
    throw new PreparationError("Say by --only which part the lines are of.");
  }
  const parts = chooseParts(only);
  installDependencies(thisProject);
  installDependencies({ root });
  /** @type {Count[]} */
  const counts = [];
  for (const part of parts) counts.push(await mutate(part, lines));
  if (only === undefined) {
    const ofVerifier = counts.filter((_, index) => parts[index]?.isOfVerifier);
    counts.push(addUp("verifier, all", ofVerifier));
  }
  console.log("\nMutants killed:");
  for (const counted of counts) report(counted);
  return counts.every((counted) => percentOf(counted) >= FLOOR) ? 0 : 1;
});
