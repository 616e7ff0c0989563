import { beforeEach, describe, expect, it } from "vitest";
import { FaultError } from "../platform/fault.ts";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Attempt, AttemptBudgetStore, AttemptThreshold } from "./attempt-budget-store.ts";
import { type Lane, REMEMBERED_ATTEMPTS } from "./lane.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const NOW = 1_800_000_000_000;
const UNLIMITED: readonly AttemptThreshold[] = [];

function attempt(number: number, atMillis = NOW + number): Attempt {
  const id = String(number)
    .padStart(8, "0")
    .replaceAll(/[0-9]/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
  return { atMillis, id };
}

/** At most `nth` attempts ever. */
function atMost(nth: number): readonly AttemptThreshold[] {
  return [{ nth, notAfterMillis: 0 }];
}

/** What every `AttemptBudgetStore` keeps. */
export function describeAttemptBudgetStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "attemptBudgets">>,
): void {
  describe(`AttemptBudgetStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "attemptBudgets">>;
    const write = <T>(act: (budgets: AttemptBudgetStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.attemptBudgets));
    const append = (
      each: Attempt,
      thresholds = UNLIMITED,
      subject: Subject = ADA,
      lane: Lane = "code",
    ) => write((budgets) => budgets.appendIfWithin(subject, lane, each, thresholds));
    const remove = (each: Attempt) => write((budgets) => budgets.remove(ADA, "code", each));
    const list = (subject: Subject = ADA, lane: Lane = "code") =>
      unitOfWork.read((stores) => stores.attemptBudgets.list(subject, lane));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("lists the times of what it recorded, newest first", async () => {
      expect(await list()).toEqual([]);
      for (const number of [1, 2, 3]) expect(await append(attempt(number))).toBe(true);
      expect(await list()).toEqual([NOW + 3, NOW + 2, NOW + 1]);
    });

    it("R-034: records exactly what the budget allows, however many arrive together", async () => {
      const within = await Promise.all(
        Array.from({ length: 100 }, (_, number) => append(attempt(number, NOW), atMost(10))),
      );
      expect(within.filter((isWithin) => isWithin)).toHaveLength(10);
      expect(await list()).toHaveLength(10);
    });

    it("allows an attempt from the moment the nth newest is old enough", async () => {
      const tenth = (notAfterMillis: number) => [{ nth: 10, notAfterMillis }];
      for (let number = 1; number <= 10; number += 1) await append(attempt(number));
      expect(await append(attempt(11), tenth(NOW))).toBe(false);
      expect(await list()).toHaveLength(10);
      expect(await append(attempt(11), tenth(NOW + 1))).toBe(true);
      expect(await append(attempt(12), tenth(NOW + 1))).toBe(false);
    });

    it("asks every threshold", async () => {
      for (let number = 1; number <= 4; number += 1) await append(attempt(number));
      const [second, fourth] = [
        { nth: 2, notAfterMillis: NOW + 3 },
        { nth: 4, notAfterMillis: NOW },
      ];
      expect(await append(attempt(5), [second, fourth])).toBe(false);
      expect(await append(attempt(5), [fourth, second])).toBe(false);
      expect(await append(attempt(5), [second, { nth: 4, notAfterMillis: NOW + 1 }])).toBe(true);
    });

    it("R-033: remembers the sixty newest", async () => {
      const count = REMEMBERED_ATTEMPTS + 5;
      for (let number = 1; number <= count; number += 1) await append(attempt(number));
      expect(await list()).toEqual(
        Array.from({ length: REMEMBERED_ATTEMPTS }, (_, index) => NOW + count - index),
      );
      const sixtieth = { nth: REMEMBERED_ATTEMPTS, notAfterMillis: NOW + 5 };
      expect(await append(attempt(count + 1), [sixtieth])).toBe(false);
      expect(await append(attempt(count + 1), [{ ...sixtieth, notAfterMillis: NOW + 6 }])).toBe(
        true,
      );
    });

    it("takes back exactly one attempt", async () => {
      const sameMillisecond = [attempt(1, NOW), attempt(2, NOW), attempt(3, NOW + 1)];
      for (const each of sameMillisecond) await append(each, atMost(3));
      expect(await append(attempt(4), atMost(3))).toBe(false);
      await remove(attempt(2, NOW));
      expect(await list()).toEqual([NOW + 1, NOW]);
      await remove(attempt(2, NOW));
      expect(await list()).toEqual([NOW + 1, NOW]);
      expect(await append(attempt(4), atMost(3))).toBe(true);
      expect(await append(attempt(5), atMost(3))).toBe(false);
    });

    it("does nothing when what it should take back is not there", async () => {
      await remove(attempt(1));
      await append(attempt(1));
      await remove({ atMillis: NOW + 1, id: "zzzzzzzz" });
      await remove({ atMillis: NOW + 2, id: attempt(1).id });
      expect(await list()).toEqual([NOW + 1]);
    });

    it("R-033: keeps subjects, projects and lanes apart", async () => {
      expect(await append(attempt(1), atMost(1))).toBe(true);
      expect(await append(attempt(2), atMost(1))).toBe(false);
      for (const stranger of STRANGERS) {
        expect(await append(attempt(2), atMost(1), stranger)).toBe(true);
      }
      expect(await append(attempt(2), atMost(1), ADA, "recovery_code")).toBe(true);
      expect(await list(ADA, "password")).toEqual([]);
    });

    it("records nothing that it could not find again", async () => {
      for (const broken of [
        { atMillis: NOW, id: "short" },
        { atMillis: NOW, id: "ABCDEFGH" },
        { atMillis: NOW, id: "abcdefg%" },
        { atMillis: 1.5, id: "abcdefgh" },
        { atMillis: -1, id: "abcdefgh" },
        { atMillis: 1e13, id: "abcdefgh" },
        { atMillis: Number.NaN, id: "abcdefgh" },
      ]) {
        await expect(append(broken)).rejects.toBeInstanceOf(FaultError);
      }
      expect(await list()).toEqual([]);
    });

    it("takes a lane's attempts back, and nobody else's", async () => {
      await append(attempt(1));
      await append(attempt(2), UNLIMITED, ADA, "recovery_code");
      for (const stranger of STRANGERS) await append(attempt(3), UNLIMITED, stranger);
      await write((budgets) => budgets.clear(ADA, "code"));
      expect(await list()).toEqual([]);
      expect(await list(ADA, "recovery_code")).toHaveLength(1);
      for (const stranger of STRANGERS) expect(await list(stranger)).toHaveLength(1);
      expect(await append(attempt(4), atMost(1))).toBe(true);
    });

    it("purges budgets whose newest attempt is before", async () => {
      await append(attempt(1));
      await append(attempt(2));
      await append(attempt(1), UNLIMITED, STRANGERS[0]);
      expect(await write((budgets) => budgets.purge(NOW + 2))).toBe(1);
      expect(await list()).toHaveLength(2);
      expect(await write((budgets) => budgets.purge(NOW + 3))).toBe(1);
      expect(await list()).toEqual([]);
    });
  });
}
