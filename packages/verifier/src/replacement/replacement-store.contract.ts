import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorReplacement } from "./replacement.ts";
import type { ReplacementStore } from "./replacement-store.ts";

const NOW = 1_800_000_000_000;
const READY = NOW + 86_400_000;
const EXPIRY = READY + 86_400_000;
const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];

function newReplacement(change: Partial<FactorReplacement> = {}): FactorReplacement {
  return {
    ...ADA,
    id: "rpl_1",
    factorId: "fac_1",
    tokenDigest: "digest",
    requestedAtMillis: NOW,
    readyAtMillis: READY,
    expiresAtMillis: EXPIRY,
    ip: "192.0.2.1",
    ...change,
  };
}

/** What every `ReplacementStore` keeps. */
export function describeReplacementStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "replacements">>,
): void {
  describe(`ReplacementStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "replacements">>;
    const write = <T>(act: (store: ReplacementStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.replacements));
    const find = (subject = ADA) => unitOfWork.read((stores) => stores.replacements.find(subject));
    const insert = (change: Partial<FactorReplacement> = {}, nowMillis = NOW) =>
      write((store) =>
        store.insert(newReplacement(change), { nowMillis, staleBeforeMillis: nowMillis - 1_000 }),
      );
    const complete = (nowMillis = READY, tokenDigest = "digest", subject = ADA) =>
      write((store) => store.complete(subject, { tokenDigest, nowMillis }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("gives back what it was given, to its subject", async () => {
      await insert();
      expect(await find()).toEqual(newReplacement());
      for (const stranger of STRANGERS) expect(await find(stranger)).toBeUndefined();
    });

    it("R-093: begins the wait of one anew, not of one that came to something or nothing", async () => {
      const restart = (nowMillis: number, subject = ADA) =>
        write((store) =>
          store.restart(subject, {
            nowMillis,
            readyAtMillis: nowMillis + 10,
            expiresAtMillis: nowMillis + 20,
          }),
        );
      expect(await restart(NOW)).toBe(false);
      await insert();
      for (const stranger of STRANGERS) expect(await restart(NOW, stranger)).toBe(false);
      expect(await restart(EXPIRY)).toBe(false);
      expect(await restart(EXPIRY - 1)).toBe(true);
      const times = { readyAtMillis: EXPIRY + 9, expiresAtMillis: EXPIRY + 19 };
      expect(await find()).toEqual(newReplacement(times));
      expect(await complete(EXPIRY + 8)).toBe(false);
      expect(await complete(EXPIRY + 9)).toBe(true);
      expect(await restart(EXPIRY + 9)).toBe(false);
    });

    it("R-093: takes one while none waits, of many at once one", async () => {
      const won = await Promise.all(
        Array.from({ length: 10 }, (_, n) => insert({ id: `rpl_${n}` })),
      );
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      expect((await find())?.id).toBe(`rpl_${won.indexOf(true)}`);
      for (const stranger of STRANGERS) expect(await insert(stranger)).toBe(true);
    });

    it("takes the next one when the last came to nothing, or was completed long enough ago", async () => {
      await insert();
      expect(await insert({ id: "rpl_2" }, EXPIRY - 1)).toBe(false);
      expect(await insert({ id: "rpl_2", expiresAtMillis: 2 * EXPIRY }, EXPIRY)).toBe(true);
      expect(await complete(EXPIRY)).toBe(true);
      expect(await insert({ id: "rpl_3" }, EXPIRY + 1_000)).toBe(false);
      expect(await insert({ id: "rpl_3" }, EXPIRY + 1_001)).toBe(true);
      expect(await find()).toEqual(newReplacement({ id: "rpl_3" }));
    });

    it("R-093: is completed once, with its token, from the end of the wait to before it expires", async () => {
      await insert();
      expect(await complete(READY - 1)).toBe(false);
      expect(await complete(EXPIRY)).toBe(false);
      expect(await complete(READY, "other")).toBe(false);
      for (const stranger of STRANGERS)
        expect(await complete(READY, "digest", stranger)).toBe(false);
      const won = await Promise.all(Array.from({ length: 10 }, () => complete()));
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      expect(await find()).toEqual(newReplacement({ completedAtMillis: READY }));
    });

    it("is cancelled once, and not after it was completed", async () => {
      const cancel = (subject = ADA) => write((store) => store.cancel(subject));
      expect(await cancel()).toBe(false);
      await insert();
      for (const stranger of STRANGERS) expect(await cancel(stranger)).toBe(false);
      expect(await cancel()).toBe(true);
      expect(await cancel()).toBe(false);
      expect(await complete()).toBe(false);
      await insert();
      await complete();
      expect(await cancel()).toBe(false);
    });

    it("purges what expired before, and was not completed since", async () => {
      await insert();
      await insert({ subjectId: "bob", expiresAtMillis: EXPIRY + 1 });
      await insert({ subjectId: "eve" });
      await complete(EXPIRY - 1, "digest", { ...ADA, subjectId: "eve" });
      const purge = (beforeMillis: number) => write((store) => store.purge(beforeMillis));
      expect(await purge(EXPIRY)).toBe(0);
      expect(await purge(EXPIRY + 1)).toBe(2);
      expect(await find({ ...ADA, subjectId: "bob" })).toBeDefined();
      expect(await purge(EXPIRY + 2)).toBe(1);
    });
  });
}
