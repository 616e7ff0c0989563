// A process to be killed: `node ledger-writer.ts <storage configuration as JSON> <first number>`. Writes
// numbered pairs, an account and its audit event in one transaction, several at a time, and prints each
// number once its transaction is acknowledged.
import { writeSync } from "node:fs";
import { openStorage } from "@twinlatch/storage";

const WRITERS = 8;
const storage = openStorage(JSON.parse(process.argv[2] ?? ""));
let next = Number(process.argv[3]);

async function writePairs(): Promise<never> {
  for (;;) {
    const number = next;
    next += 1;
    await storage.unitOfWork.write(async ({ accounts, audit }) => {
      const id = `acc_${number}`;
      const account = {
        id,
        email: id,
        emailKey: id,
        passwordHash: "hash",
        createdAtMillis: number,
      };
      await accounts.insert(account);
      await audit.append({
        id: `evt_${number}`,
        atMillis: number,
        projectId: "prj_console",
        subjectId: id,
        type: "sign_up.verified",
        outcome: "allowed",
        origin: { ip: "192.0.2.1", userAgent: "Agent/1", requestId: `${number}` },
      });
    });
    // Synchronous: what is said to be durable must leave before the next write begins.
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, writePairs));
