import { beforeEach, describe, expect, it } from "vitest";
import type { Challenge } from "../challenge/challenge.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { ProofFit } from "./proof-store.ts";

const NOW = 1_800_000_000_000;
const PROOF_EXPIRY = NOW + 300_000;

const FIRST = { action: "account.factor.remove", target: "fac_1", paramsHash: "hash" };
const SECOND = { ...FIRST, target: "fac_2" };
const THIRD = { ...FIRST, target: "fac_3" };
const STEP_UP: Challenge = {
  id: "chl_1",
  projectId: "prj_a",
  subjectId: "ada",
  purpose: "step_up",
  boundTo: "session:ses_1",
  kinds: ["totp", "recovery_code"],
  acts: [FIRST, SECOND, THIRD],
  status: "open",
  attempts: 0,
  createdAtMillis: NOW,
  expiresAtMillis: NOW + 600_000,
};
const FIT = {
  proofDigest: "digest",
  boundTo: STEP_UP.boundTo,
  kinds: STEP_UP.kinds,
  nowMillis: NOW,
};

/** Everything about a proof that can be wrong, whichever act it is shown for. */
const MISFITS: readonly (readonly [string, (fit: ProofFit) => ProofFit])[] = [
  ["another token", (fit) => ({ ...fit, proofDigest: "other" })],
  ["another session", (fit) => ({ ...fit, boundTo: "session:ses_2" })],
  ["other kinds of factor", (fit) => ({ ...fit, kinds: ["password"] })],
  ["more kinds of factor", (fit) => ({ ...fit, kinds: [...fit.kinds, "password"] })],
  ["another action", (fit) => ({ ...fit, act: { ...fit.act, action: "account.delete" } })],
  ["another target", (fit) => ({ ...fit, act: { ...fit.act, target: "fac_9" } })],
  ["another body", (fit) => ({ ...fit, act: { ...fit.act, paramsHash: "other" } })],
  ["the moment it expires", (fit) => ({ ...fit, nowMillis: PROOF_EXPIRY })],
];
const EACH_ACT = [
  ["the first act", FIRST],
  ["a further act", SECOND],
] as const;

/** What every `ProofStore` keeps. */
export function describeProofStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "challenges" | "proofs">>,
): void {
  describe(`ProofStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "challenges" | "proofs">>;
    const fits = (fit: ProofFit) => unitOfWork.read((stores) => stores.proofs.fits(fit));
    const spend = (fit: ProofFit) => unitOfWork.write((stores) => stores.proofs.spend(fit));
    const satisfy = (approvedActs = 2, digest = "digest", id = STEP_UP.id) => {
      const proof = { digest, expiresAtMillis: PROOF_EXPIRY, approvedActs };
      return unitOfWork.write((stores) => stores.challenges.satisfy(id, { nowMillis: NOW, proof }));
    };
    const insert = (challenge: Challenge) =>
      unitOfWork.write((stores) => stores.challenges.insert(challenge));

    beforeEach(async () => {
      unitOfWork = await openStores();
      await insert(STEP_UP);
    });

    describe.each(EACH_ACT)("a proof for %s", (_, act) => {
      const fit = { ...FIT, act };

      it("is there only once the challenge is satisfied", async () => {
        expect(await fits(fit)).toBe(false);
        expect(await spend(fit)).toBe(false);
        await satisfy();
        expect(await fits(fit)).toBe(true);
      });

      it("is the winner's", async () => {
        await satisfy();
        expect(await satisfy(3, "late")).toBe(false);
        expect(await spend({ ...fit, proofDigest: "late" })).toBe(false);
        expect(await spend(fit)).toBe(true);
      });

      it.each(MISFITS)("R-054: does not fit with %s, and stays unspent", async (_misfit, make) => {
        await satisfy();
        expect(await fits(make(fit))).toBe(false);
        expect(await spend(make(fit))).toBe(false);
        expect(await fits(fit)).toBe(true);
        expect(await spend({ ...fit, nowMillis: PROOF_EXPIRY - 1 })).toBe(true);
      });

      it("R-054: is spent once", async () => {
        await satisfy();
        const won = await Promise.all(Array.from({ length: 20 }, () => spend(fit)));
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect(await fits(fit)).toBe(false);
      });

      it("is spent with all others of its subject, and nobody else's", async () => {
        const bobs = { ...STEP_UP, id: "chl_2", subjectId: "bob", boundTo: "session:ses_2" };
        await insert(bobs);
        await satisfy();
        await satisfy(2, "bob's", "chl_2");
        await unitOfWork.write((stores) => stores.challenges.closeAll(STEP_UP, NOW));
        expect(await fits(fit)).toBe(false);
        expect(await spend(fit)).toBe(false);
        const his = { ...fit, proofDigest: "bob's", boundTo: bobs.boundTo };
        expect(await spend(his)).toBe(true);
      });
    });

    it("R-054: is spent by each approved act for itself, in whatever order", async () => {
      await satisfy(3);
      for (const act of [THIRD, FIRST, SECOND]) {
        expect(await spend({ ...FIT, act })).toBe(true);
        expect(await fits({ ...FIT, act })).toBe(false);
      }
    });

    it("R-053: fits no act beyond those that were approved", async () => {
      await satisfy(2);
      expect(await fits({ ...FIT, act: THIRD })).toBe(false);
      expect(await spend({ ...FIT, act: THIRD })).toBe(false);
      expect(await spend({ ...FIT, act: SECOND })).toBe(true);
    });

    it("R-053: fits the acts of its own challenge alone", async () => {
      const [act, elsewhere] = [FIRST, { ...FIRST, target: "fac_elsewhere" }];
      await insert({ ...STEP_UP, id: "chl_2", acts: [elsewhere, SECOND] });
      await satisfy(1);
      await satisfy(2, "second", "chl_2");
      expect(await spend({ ...FIT, act: SECOND })).toBe(false);
      expect(await spend({ ...FIT, act: elsewhere })).toBe(false);
      expect(await spend({ ...FIT, act, proofDigest: "second" })).toBe(false);
      expect(await spend({ ...FIT, act: SECOND, proofDigest: "second" })).toBe(true);
      expect(await spend({ ...FIT, act })).toBe(true);
    });
  });
}
