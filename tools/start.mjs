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
  // Without the flag a signal opens the debugger, and with it every secret of the process.
  const argv = ["--disable-sigusr1", main, ...process.argv.slice(2)];
  return runChild(findProjectNode(thisProject), argv, {
    cwd: thisProject.root,
    // From the first module on: the entry's own types are then stripped once, not at every start.
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
});
