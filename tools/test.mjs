// Why: `npm test` on a fresh clone installs, builds what the browser suites open, and runs every
// suite, on whatever Node is at hand. `--slow` repeats as often as the requirements say; further
// arguments are Vitest's.
import { delimiter, join } from "node:path";
import {
  buildConsole,
  findProjectNode,
  installDependencies,
  runEntry,
  thisProject,
} from "./prepare.mjs";
import { runChild } from "./run-child.mjs";

const WITHOUT_CONSOLE = ["unit", "database", "architecture", "model"];

/** Other runtimes, which only one suite starts. */
const RUNTIMES = { root: join(thisProject.root, "tests/runtimes/programs") };

/** What Twilio says of its own interface, which only the unit tests read. */
const TWILIO = { root: join(thisProject.root, "tests/texts/twilio") };

/** The suites that were asked for: `--project unit`, `--project=unit`. None: all of them. */
function readProjects(/** @type {string[]} */ args) {
  return [...args.join(" ").matchAll(/--project[= ](\S+)/g)].map((match) => match[1] ?? "");
}

await runEntry(() => {
  const isSlow = process.argv.includes("--slow");
  const args = process.argv.slice(2).filter((arg) => arg !== "--slow");
  installDependencies(thisProject);
  const projects = readProjects(args);
  const isEverything = projects.length === 0;
  if (isEverything || projects.includes("runtimes")) installDependencies(RUNTIMES);
  if (isEverything || projects.includes("unit")) installDependencies(TWILIO);
  if (isEverything || projects.some((name) => !WITHOUT_CONSOLE.includes(name))) {
    buildConsole(thisProject);
  }
  const vitest = join(thisProject.root, "node_modules/vitest/vitest.mjs");
  const bin = join(thisProject.root, "node_modules/.bin");
  return runChild(findProjectNode(thisProject), [vitest, "run", ...args], {
    cwd: thisProject.root,
    env: {
      ...process.env,
      // Programs that suites start find the project's Node first.
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      // Read by tests/rounds.ts.
      TWINLATCH_SLOW: isSlow ? "1" : "0",
    },
  });
});
