#!/usr/bin/env node
// Why: whoever types `twinlatch` has some Node; the program needs the project's own, which strips types.
import { join } from "node:path";
import { findProjectNode, runEntry, thisProject } from "../../../tools/prepare.mjs";
import { runChild } from "../../../tools/run-child.mjs";

await runEntry(() => {
  const compileCache = join(thisProject.root, "node_modules/.cache/twinlatch/compiled");
  const main = join(thisProject.root, "apps/cli/src/main.ts");
  // Without the flag a signal opens the debugger, and with it every secret of the process.
  const argv = ["--disable-sigusr1", main, ...process.argv.slice(2)];
  return runChild(findProjectNode(thisProject), argv, {
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
});
