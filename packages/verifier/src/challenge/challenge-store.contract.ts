import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Challenge } from "./challenge.ts";
import type { ActAddition, ChallengeStore } from "./challenge-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 600_000;

const SIGN_IN: Challenge = {
  id: "chl_1",
  projectId: "prj_a",
  subjectId: "ada",
  purpose: "sign_in",
  boundTo: "ticket:abc",
  kinds: ["totp", "recovery_code"],
  acts: [],
  status: "open",
  attempts: 0,
  createdAtMillis: NOW,
  expiresAtMillis: EXPIRY,
};
const ACT = { action: "account.factor.remove", target: "fac_1", paramsHash: "hash" };
const STEP_UP: Challenge = {
  ...SIGN_IN,
  id: "chl_2",
  purpose: "step_up",
  boundTo: "session:ses_1",
  acts: [ACT],
};
const OTHER = { action: "account.password.change", target: "ada", paramsHash: "hash" };
const ADDITION: ActAddition = {
  projectId: "prj_a",
  subjectId: "ada",
  boundTo: "session:ses_1",
  kinds: STEP_UP.kinds,
  maxActs: 5,
  nowMillis: NOW,
};

/** Everything about a challenge that keeps an act out of it. */
const STRANGERS: readonly (readonly [string, Partial<ActAddition>])[] = [
  ["another session's", { boundTo: "session:ses_2" }],
  ["another project's", { projectId: "prj_b" }],
  ["another subject's", { subjectId: "bob" }],
  ["for other kinds of factor", { kinds: ["password"] }],
  ["for fewer kinds of factor", { kinds: ["totp"] }],
  ["over, at the moment it expires", { nowMillis: EXPIRY }],
];

/** What every `ChallengeStore` keeps. */
export function describeChallengeStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "challenges">>,
): void {
  describe(`ChallengeStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "challenges">>;
    const write = <T>(act: (challenges: ChallengeStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.challenges));
    const find = ({ id, boundTo }: Challenge) =>
      unitOfWork.read((stores) => stores.challenges.find(id, boundTo));
    const insert = (...challenges: readonly Challenge[]) =>
      write(async (store) => {
        for (const challenge of challenges) await store.insert(challenge);
      });
    const reserve = (nowMillis = NOW, maxAttempts = 5) =>
      write((store) => store.reserveAttempt("chl_1", { nowMillis, maxAttempts }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-044: lets an open challenge live longer, never shorter, and revives none", async () => {
      await insert(SIGN_IN);
      const extend = (nowMillis: number, untilMillis: number) =>
        write((store) => store.extend("chl_1", { nowMillis, untilMillis }));
      const expiry = async () => (await find(SIGN_IN))?.expiresAtMillis;
      await extend(NOW, EXPIRY + 5);
      expect(await expiry()).toBe(EXPIRY + 5);
      await extend(NOW, EXPIRY);
      expect(await expiry()).toBe(EXPIRY + 5);
      await extend(EXPIRY + 5, EXPIRY + 900);
      expect(await expiry()).toBe(EXPIRY + 5);
      await write((store) => store.satisfy("chl_1", { nowMillis: NOW }));
      await extend(NOW, EXPIRY + 900);
      expect(await expiry()).toBe(EXPIRY + 5);
    });

    it("gives back what it was given", async () => {
      await insert(SIGN_IN, STEP_UP);
      expect(await find(SIGN_IN)).toEqual(SIGN_IN);
      expect(await find(STEP_UP)).toEqual(STEP_UP);
    });

    it("R-044: is known only to who holds what it is bound to", async () => {
      await insert(SIGN_IN);
      expect(await find({ ...SIGN_IN, boundTo: "ticket:other" })).toBeUndefined();
      expect(await find({ ...SIGN_IN, id: "chl_unknown" })).toBeUndefined();
    });

    it("R-032: counts exactly to the maximum, however many arrive together", async () => {
      await insert(SIGN_IN);
      const reserved = await Promise.all(Array.from({ length: 20 }, () => reserve()));
      expect(reserved.filter((isReserved) => isReserved)).toHaveLength(5);
      expect(await find(SIGN_IN)).toEqual({ ...SIGN_IN, attempts: 5 });
    });

    it("takes no attempt when it expires, is satisfied or unknown", async () => {
      expect(await reserve()).toBe(false);
      await insert(SIGN_IN);
      expect(await reserve(EXPIRY)).toBe(false);
      expect(await reserve(EXPIRY - 1)).toBe(true);
      await write((store) => store.satisfy("chl_1", { nowMillis: NOW }));
      expect(await reserve()).toBe(false);
    });

    it("gives one attempt back, and never more than there were", async () => {
      await insert(SIGN_IN);
      await reserve(NOW, 1);
      expect(await reserve(NOW, 1)).toBe(false);
      await write((store) => store.releaseAttempt("chl_1"));
      expect(await reserve(NOW, 1)).toBe(true);
      await write((store) => store.releaseAttempt("chl_1"));
      await write((store) => store.releaseAttempt("chl_1"));
      expect((await find(SIGN_IN))?.attempts).toBe(0);
    });

    it("R-044: is satisfied once", async () => {
      await insert(SIGN_IN);
      const won = await Promise.all(
        Array.from({ length: 20 }, () =>
          write((store) => store.satisfy("chl_1", { nowMillis: NOW })),
        ),
      );
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      expect(await find(SIGN_IN)).toEqual({ ...SIGN_IN, status: "satisfied" });
    });

    it("is not satisfied from the moment it expires, nor when it is unknown", async () => {
      await insert(SIGN_IN);
      const satisfy = (id: string, nowMillis: number) =>
        write((store) => store.satisfy(id, { nowMillis }));
      expect(await satisfy("chl_1", EXPIRY)).toBe(false);
      expect(await satisfy("chl_unknown", NOW)).toBe(false);
      expect(await satisfy("chl_1", EXPIRY - 1)).toBe(true);
    });

    describe("act", () => {
      const add = (act = OTHER, by: Partial<ActAddition> = {}, id = "chl_2") =>
        write((store) => store.addAct(id, act, { ...ADDITION, ...by }));

      beforeEach(async () => {
        await insert(SIGN_IN, STEP_UP);
      });

      it("is added as the last one, and stands there from then on", async () => {
        const third = { ...OTHER, paramsHash: "other" };
        expect(await add()).toEqual({ ...STEP_UP, acts: [ACT, OTHER] });
        expect(await add(third)).toEqual({ ...STEP_UP, acts: [ACT, OTHER, third] });
        expect(await find(STEP_UP)).toEqual({ ...STEP_UP, acts: [ACT, OTHER, third] });
      });

      it("is not added twice", async () => {
        for (const act of [ACT, OTHER, OTHER]) {
          expect(await add(act)).toMatchObject({ id: "chl_2" });
        }
        await Promise.all(Array.from({ length: 20 }, () => add()));
        expect((await find(STEP_UP))?.acts).toEqual([ACT, OTHER]);
      });

      it("is one of as many as there may be, however many arrive together", async () => {
        const added = await Promise.all(
          Array.from({ length: 20 }, (_, n) => add({ ...OTHER, paramsHash: `hash ${n}` })),
        );
        expect(added.filter((challenge) => challenge !== undefined)).toHaveLength(4);
        expect((await find(STEP_UP))?.acts).toHaveLength(5);
        expect(await add(ACT)).toBeDefined();
      });

      it.each(STRANGERS)("is not added to a challenge that is %s", async (_, by) => {
        expect(await add(OTHER, by)).toBeUndefined();
        expect(await find(STEP_UP)).toEqual(STEP_UP);
      });

      it("is added to no sign-in, and to nothing unknown", async () => {
        const { boundTo } = SIGN_IN;
        expect(await add(OTHER, { boundTo }, "chl_1")).toBeUndefined();
        expect(await add(OTHER, {}, "chl_unknown")).toBeUndefined();
        expect(await find(SIGN_IN)).toEqual(SIGN_IN);
      });

      it("is not added once somebody has answered, until that answer is given back", async () => {
        await write((store) => store.reserveAttempt("chl_2", { nowMillis: NOW, maxAttempts: 5 }));
        expect(await add()).toBeUndefined();
        await write((store) => store.releaseAttempt("chl_2"));
        expect(await add()).toBeDefined();
      });

      it.each(["satisfied", "closed"] as const)("is not added to a %s challenge", async (end) => {
        await write((store) =>
          end === "closed"
            ? store.closeAll(STEP_UP, NOW)
            : store.satisfy("chl_2", { nowMillis: NOW }).then(() => undefined),
        );
        expect(await add()).toBeUndefined();
        expect(await find(STEP_UP)).toEqual({ ...STEP_UP, status: end });
      });
    });

    it("closes all that are open, of one subject", async () => {
      const others = { ...STEP_UP, id: "chl_3", subjectId: "bob", boundTo: "session:ses_3" };
      const elsewhere = { ...SIGN_IN, id: "chl_4", projectId: "prj_b" };
      await insert(SIGN_IN, STEP_UP, others, elsewhere);
      await write((store) => store.satisfy("chl_2", { nowMillis: NOW }));
      await write((store) => store.closeAll(SIGN_IN, NOW));
      expect(await find(SIGN_IN)).toEqual({ ...SIGN_IN, status: "closed" });
      expect(await find(STEP_UP)).toEqual({ ...STEP_UP, status: "satisfied" });
      expect(await reserve()).toBe(false);
      expect(await write((store) => store.satisfy("chl_1", { nowMillis: NOW }))).toBe(false);
      expect(await find(others)).toEqual(others);
      expect(await find(elsewhere)).toEqual(elsewhere);
    });

    it("purges what expired before, but nothing with a proof that still lives", async () => {
      await insert(
        { ...SIGN_IN, id: "chl_old", expiresAtMillis: NOW - 1 },
        { ...SIGN_IN, id: "chl_edge", expiresAtMillis: NOW },
        { ...STEP_UP, acts: [ACT, OTHER], expiresAtMillis: NOW - 1 },
      );
      const proof = { digest: "digest", expiresAtMillis: NOW + 1, approvedActs: 2 };
      await write((store) => store.satisfy("chl_2", { nowMillis: NOW - 2, proof }));
      expect(await write((store) => store.purge(NOW))).toBe(1);
      expect(await find({ ...SIGN_IN, id: "chl_old" })).toBeUndefined();
      expect(await find({ ...SIGN_IN, id: "chl_edge" })).toBeDefined();
      expect((await find(STEP_UP))?.acts).toEqual([ACT, OTHER]);
      expect(await write((store) => store.purge(NOW + 2))).toBe(2);
      expect(await find(STEP_UP)).toBeUndefined();
    });
  });
}
