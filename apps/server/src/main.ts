import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Before anything else is loaded: compiled code is kept between starts. Not in the system's shared
// folder of temporary files, where other users could leave code to be run.
enableCompileCache(
  fileURLToPath(new URL("../../../node_modules/.cache/twinlatch/compiled", import.meta.url)),
);
const { runServer } = await import("./run-server.ts");
await runServer();
