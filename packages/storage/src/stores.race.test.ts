import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import type { Contest } from "../../../tests/storage/contest.ts";
import {
  type ContestProcesses,
  startContestProcesses,
} from "../../../tests/storage/contest-processes.ts";
import { CONTESTS, type ContestName } from "../../../tests/storage/contests.ts";
import {
  collectCleanUp,
  openMigrated,
  TEST_DATABASES,
} from "../../../tests/storage/test-databases.ts";
import { MIGRATIONS } from "./migrations/migrations.ts";
import { openDatabase } from "./open-database.ts";
import type { Storage } from "./open-storage.ts";

const ROUNDS = rounds(5, 100);
const TIMEOUT_MILLIS = rounds(120_000, 600_000);

for (const testDatabase of TEST_DATABASES) {
  describe(`two processes on one ${testDatabase.name} database`, {
    timeout: TIMEOUT_MILLIS,
  }, () => {
    const opened = collectCleanUp();
    let storage: Storage;
    let processes: ContestProcesses;

    beforeAll(async () => {
      const migrated = await openMigrated(testDatabase, opened.cleanUp);
      storage = migrated.storage;
      processes = await startContestProcesses(migrated.config);
      opened.cleanUp(processes.stop);
    });
    afterAll(opened.run);

    async function expectWinners(name: ContestName): Promise<void> {
      const contest: Contest = CONTESTS[name];
      for (let number = 0; number < ROUNDS; number += 1) {
        const round = `${name}-${number}`;
        await storage.unitOfWork.write((stores) => contest.prepare(stores, round));
        const outcomes = await processes.run(name, round);
        expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(contest.winners);
        // Nobody failed either: losing is an answer, not a fault.
        expect(outcomes.filter((outcome) => outcome !== true && outcome !== false)).toEqual([]);
        expect(outcomes).toHaveLength(2 * contest.contestants);
      }
    }

    it("R-034: of 500 attempts the budget takes ten", () => expectWinners("attempt"));
    it("R-032: of 50 attempts the challenge takes five", () => expectWinners("challengeAttempt"));
    it("R-012: of 50 acceptances of one step one holds", () => expectWinners("step"));
    it("R-037: of 50 wrong codes in a row ten are counted", () => expectWinners("failure"));
    it("R-037: of 50 that would disable a factor one does", () => expectWinners("disabling"));
    it("R-037: of 50 that would retire a password one does", () => expectWinners("retirement"));
    it("R-041: of 50 that notice spraying one raises the alarm", () => expectWinners("alarm"));
    it("R-039: of 50 renewals of one browser's token one holds", () => expectWinners("browser"));
    it("R-061: of 50 uses of one device's token one holds", () => expectWinners("deviceToken"));
    it("R-059: of 50 that end the trust in one device one does", () =>
      expectWinners("deviceRemoval"));
    it("R-059: of 50 devices trusted together ten are left", () => expectWinners("devices"));
    it("R-010: of 50 confirmations of one enrolment one holds", () => expectWinners("activation"));
    it("R-028: of 50 uses of one recovery code one holds", () => expectWinners("recoveryCode"));
    it("R-044: of 50 right answers one satisfies the challenge", () => expectWinners("challenge"));
    it("R-054: of 50 uses of one proof one holds", () => expectWinners("proof"));
    it("R-054: of 50 uses of it for a further act one holds", () => expectWinners("furtherProof"));
    it("of 50 acts added to one challenge four are", () => expectWinners("addedAct"));
    it("R-093: of 50 completions of one replacement one holds", () => expectWinners("replacement"));
    it("of 50 uses of one invitation one holds", () => expectWinners("invitation"));
    it("of 50 accounts for one address one is made", () => expectWinners("address"));
    it("of 50 accounts for 50 addresses all are made", () => expectWinners("addresses"));
    it("of 50 right codes of one sign-up one makes the account", () => expectWinners("signUp"));
    it("R-092: of 50 uses of one reset link one holds", () => expectWinners("passwordReset"));
    it("of 50 accounts that want one address one gets it", () => expectWinners("addedAddress"));
    it("R-047: of 50 renewals of one session token one holds", () => expectWinners("renewal"));
  });

  describe(`two processes on one new ${testDatabase.name} database`, () => {
    it("migrate it together, each step once, and give it one admin", async () => {
      const config = await testDatabase.create();
      const processes = await startContestProcesses(config);
      onTestFinished(processes.stop);
      expect(processes.applied.toSorted()).toEqual(MIGRATIONS.map(({ name }) => name));
      await processes.run("addresses", "first");
      const database = openDatabase(config);
      onTestFinished(() => database.close());
      const flags = await database.read(async ({ builder, execute }) => {
        const accounts = builder.selectFrom("account").select("is_installation_admin as flag");
        return (await execute(accounts.compile())).rows.map(({ flag }) => flag);
      });
      expect(flags.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 49 }, () => 0), 1]);
    });
  });
}
