// Why: `npm run bench` measures from a fresh clone, on whatever Node is at hand, builds what is served and installs the
// peers of bench/package.json that nothing else needs. `--only <name>` runs one benchmark; `--json`
// prints one document with the name of each benchmark as key.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  buildConsole,
  findProjectNode,
  installDependencies,
  PreparationError,
  runEntry,
  thisProject,
} from "../tools/prepare.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Programs that print tables, or with `--json` one JSON document. */
const BENCHMARKS = [
  { name: "totp", program: "totp.ts" },
  { name: "http", program: "http.ts" },
  { name: "peers", program: "better-auth.ts" },
  { name: "timing", program: "timing.ts" },
  { name: "audit", program: "audit.ts" },
  // Takes eight minutes.
  { name: "texts", program: "texts.ts", onlyWhenNamed: true },
  // Takes a quarter of an hour.
  { name: "honest", program: "honest.ts", onlyWhenNamed: true },
];

function readOptions() {
  try {
    return parseArgs({
      options: { json: { type: "boolean", default: false }, only: { type: "string" } },
    }).values;
  } catch (error) {
    throw new PreparationError(error instanceof Error ? error.message : String(error));
  }
}

function chooseBenchmarks(/** @type {string | undefined} */ only) {
  const chosen = BENCHMARKS.filter(({ name, onlyWhenNamed }) =>
    only === undefined ? onlyWhenNamed !== true : name === only,
  );
  if (chosen.length > 0) return chosen;
  const names = BENCHMARKS.map(({ name }) => name).join(", ");
  throw new PreparationError(`There is no benchmark called ${only}; there are: ${names}.`);
}

/** Runs one program and returns what it printed (in a table run: nothing, it prints itself). */
function runBenchmark(/** @type {string} */ program, /** @type {boolean} */ asJson) {
  const args = [program, ...(asJson ? ["--json"] : [])];
  const { status, error, stdout } = spawnSync(findProjectNode(thisProject), args, {
    cwd: root,
    stdio: ["ignore", asJson ? "pipe" : "inherit", "inherit"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new PreparationError(`bench/${program} failed (see above).`);
  return stdout ?? "";
}

await runEntry(() => {
  const { json, only } = readOptions();
  const benchmarks = chooseBenchmarks(only);
  installDependencies(thisProject);
  installDependencies({ root });
  // Servers under test serve it.
  buildConsole(thisProject);
  const results = benchmarks.map(({ name, program }) => {
    if (!json) console.log(`\n# ${name}`);
    const output = runBenchmark(program, json === true);
    return [name, json ? JSON.parse(output) : undefined];
  });
  if (json) console.log(JSON.stringify(Object.fromEntries(results), null, 2));
  return 0;
});
