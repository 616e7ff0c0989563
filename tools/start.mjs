// Why: `npm start` on a fresh clone installs, builds and serves, on whatever Node is at hand.
import { join } from "node:path";
import {
  buildConsole,
  findProjectNode,
  installDependencies,
  runEntry,
  thisProject,
} from "./prepare.mjs";
import { runChild } from "./run-child.mjs";

await runEntry(() => {
  installDependencies(thisProject);
  buildConsole(thisProject);
  const compileCache = join(thisProject.root, "node_modules/.cache/twinlatch/compiled");
  const main = join(thisProject.root, "apps/server/src/main.ts");
  return runChild(findProjectNode(thisProject), [main, ...process.argv.slice(2)], {
    cwd: thisProject.root,
    // From the first module on: the entry's own types are then stripped once, not at every start.
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
});
