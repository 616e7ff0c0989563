// The thread of the checkpointer: copies the log into the file whenever it is told to.
import { parentPort, workerData } from "node:worker_threads";
import { SqliteConnection } from "./sqlite-connection.ts";

const file: unknown = workerData;
if (parentPort === null || typeof file !== "string") throw new Error("This is a thread's program");
const port = parentPort;
const connection = new SqliteConnection(file, { readonly: false, timeoutMillis: 0 });
// As the writer: what is in the file is on the disk before its part of the log is written over.
connection.configure("synchronous = FULL");
connection.configure("fullfsync = ON");

port.on("message", (isOver: boolean) => {
  if (isOver) {
    connection.close();
    port.close();
    return;
  }
  // Passive: waits for nobody, and nobody waits for it.
  try {
    connection.configure("wal_checkpoint(PASSIVE)");
  } catch {
    // A disk that is full for a moment: the next one may do, and the writer says what is wrong.
  }
  port.postMessage("done");
});
