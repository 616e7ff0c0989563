// A process of a contest: `node contestants.ts <storage configuration as JSON>`. Migrates, says
// in one line which steps it applied, then for each line `{"contest", "round"}` on its input lets its contestants try at once and answers with a
// line of what they achieved: true, false, or the name of the fault.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { openStorage } from "@twinlatch/storage";
import { CONTESTS, type Contest, type ContestName } from "./contests.ts";

const storage = openStorage(JSON.parse(process.argv[2] ?? ""));
console.log(JSON.stringify((await storage.migrate()).applied));
for await (const line of createInterface({ input: process.stdin })) {
  const { contest: name, round }: { contest: ContestName; round: string } = JSON.parse(line);
  const contest: Contest = CONTESTS[name];
  const outcomes = await Promise.all(
    Array.from({ length: contest.contestants }, () =>
      storage.unitOfWork
        .write((stores) => contest.attempt(stores, round, randomUUID()))
        .catch((error: unknown) => String(error)),
    ),
  );
  console.log(JSON.stringify(outcomes));
}
await storage.close();
