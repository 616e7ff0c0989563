// A process of a contest: `node contestants.ts <storage configuration as JSON>`. Migrates, says in one
// line which steps it applied, then for each line `{"contest", "round"}` on its input lets its contestants
// try, a crowd at once, and answers with a line of what they achieved: true, false, or the name of the fault.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { openStorage } from "@twinlatch/storage";
import type { Contest } from "./contest.ts";
import { CONTESTS, type ContestName } from "./contests.ts";

/** More than there are connections, and fewer than a busy machine keeps waiting until storage gives up. */
const CROWD = 50;

const storage = openStorage(JSON.parse(process.argv[2] ?? ""));
console.log(JSON.stringify((await storage.migrate()).applied));
for await (const line of createInterface({ input: process.stdin })) {
  const { contest: name, round }: { contest: ContestName; round: string } = JSON.parse(line);
  const contest: Contest = CONTESTS[name];
  const outcomes: (boolean | string)[] = [];
  while (outcomes.length < contest.contestants) {
    const length = Math.min(CROWD, contest.contestants - outcomes.length);
    const crowd = Array.from({ length }, () =>
      storage.unitOfWork
        .write((stores) => contest.attempt(stores, round, randomUUID()))
        .catch((error: unknown) => String(error)),
    );
    outcomes.push(...(await Promise.all(crowd)));
  }
  console.log(JSON.stringify(outcomes));
}
await storage.close();
