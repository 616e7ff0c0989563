// Why: `npm start` on a fresh clone installs, builds and serves, on whatever Node is at hand.
import { join } from "node:path";
import {
  buildConsole,
  findProjectNode,
  installDependencies,
  project,
  runEntry,
} from "./prepare.mjs";
import { runChild } from "./run-child.mjs";

await runEntry(() => {
  installDependencies(project);
  buildConsole(project);
  const main = join(project.root, "apps/server/src/main.ts");
  return runChild(findProjectNode(project), [main, ...process.argv.slice(2)], {
    cwd: project.root,
  });
});
