import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Challenge } from "./challenge.ts";
import type { ChallengeStore, ProofFit } from "./challenge-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 600_000;
const PROOF_EXPIRY = NOW + 300_000;

const SIGN_IN: Challenge = {
  id: "chl_1",
  projectId: "prj_a",
  subjectId: "ada",
  purpose: "sign_in",
  boundTo: "ticket:abc",
  kinds: ["totp", "recovery_code"],
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
  act: ACT,
};
const PROOF = { digest: "digest", expiresAtMillis: PROOF_EXPIRY };
const FIT: ProofFit = {
  proofDigest: "digest",
  boundTo: "session:ses_1",
  kinds: STEP_UP.kinds,
  act: ACT,
  nowMillis: NOW,
};

/** Everything about a proof that can be wrong. */
const MISFITS: readonly (readonly [string, ProofFit])[] = [
  ["another token", { ...FIT, proofDigest: "other" }],
  ["another session", { ...FIT, boundTo: "session:ses_2" }],
  ["other kinds of factor", { ...FIT, kinds: ["password"] }],
  ["more kinds of factor", { ...FIT, kinds: [...STEP_UP.kinds, "password"] }],
  ["another action", { ...FIT, act: { ...ACT, action: "account.delete" } }],
  ["another target", { ...FIT, act: { ...ACT, target: "fac_2" } }],
  ["another body", { ...FIT, act: { ...ACT, paramsHash: "other" } }],
  ["the moment it expires", { ...FIT, nowMillis: PROOF_EXPIRY }],
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

    describe("proof", () => {
      const fits = (fit: ProofFit) => unitOfWork.read((stores) => stores.challenges.proofFits(fit));
      const spend = (fit: ProofFit) => write((store) => store.spendProof(fit));

      beforeEach(async () => {
        await insert(SIGN_IN, STEP_UP);
      });

      it("is there only once the challenge is satisfied", async () => {
        expect(await fits(FIT)).toBe(false);
        expect(await spend(FIT)).toBe(false);
        await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: PROOF }));
        expect(await fits(FIT)).toBe(true);
      });

      it("is the winner's", async () => {
        await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: PROOF }));
        const late = { digest: "late", expiresAtMillis: PROOF_EXPIRY };
        expect(
          await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: late })),
        ).toBe(false);
        expect(await spend({ ...FIT, proofDigest: "late" })).toBe(false);
        expect(await spend(FIT)).toBe(true);
      });

      it.each(MISFITS)("R-054: does not fit with %s, and stays unspent", async (_, misfit) => {
        await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: PROOF }));
        expect(await fits(misfit)).toBe(false);
        expect(await spend(misfit)).toBe(false);
        expect(await fits(FIT)).toBe(true);
        expect(await spend({ ...FIT, nowMillis: PROOF_EXPIRY - 1 })).toBe(true);
      });

      it("R-054: is spent once", async () => {
        await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: PROOF }));
        const won = await Promise.all(Array.from({ length: 20 }, () => spend(FIT)));
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect(await fits(FIT)).toBe(false);
      });
    });

    it("closes all that are open and spends all proofs, of one subject", async () => {
      const others = { ...STEP_UP, id: "chl_3", subjectId: "bob", boundTo: "session:ses_3" };
      const elsewhere = { ...SIGN_IN, id: "chl_4", projectId: "prj_b" };
      await insert(SIGN_IN, STEP_UP, others, elsewhere);
      await write((store) => store.satisfy("chl_2", { nowMillis: NOW, proof: PROOF }));
      const proof = { digest: "bob's", expiresAtMillis: PROOF_EXPIRY };
      await write((store) => store.satisfy("chl_3", { nowMillis: NOW, proof }));
      await write((store) => store.closeAll(SIGN_IN, NOW));
      expect(await find(SIGN_IN)).toEqual({ ...SIGN_IN, status: "closed" });
      expect(await reserve()).toBe(false);
      expect(await write((store) => store.satisfy("chl_1", { nowMillis: NOW }))).toBe(false);
      expect(await write((store) => store.spendProof(FIT))).toBe(false);
      const bobs = { ...FIT, proofDigest: "bob's", boundTo: "session:ses_3" };
      expect(await write((store) => store.spendProof(bobs))).toBe(true);
      expect(await find(elsewhere)).toEqual(elsewhere);
    });

    it("purges what expired before, but no proof that still lives", async () => {
      await insert(
        { ...SIGN_IN, id: "chl_old", expiresAtMillis: NOW - 1 },
        { ...SIGN_IN, id: "chl_edge", expiresAtMillis: NOW },
        { ...STEP_UP, expiresAtMillis: NOW - 1 },
      );
      const proof = { digest: "digest", expiresAtMillis: NOW + 1 };
      await write((store) => store.satisfy("chl_2", { nowMillis: NOW - 2, proof }));
      expect(await write((store) => store.purge(NOW))).toBe(1);
      expect(await find({ ...SIGN_IN, id: "chl_old" })).toBeUndefined();
      expect(await find({ ...SIGN_IN, id: "chl_edge" })).toBeDefined();
      expect(await write((store) => store.spendProof(FIT))).toBe(true);
      expect(await write((store) => store.purge(NOW + 2))).toBe(2);
    });
  });
}
