import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorInvitation } from "./factor-invitation.ts";
import type { FactorInvitationStore } from "./factor-invitation-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 86_400_000;
const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const ENROLLED = { factorId: "fac_1", atMillis: NOW + 1, ip: "192.0.2.1" };

function newInvitation(change: Partial<FactorInvitation> = {}): FactorInvitation {
  return {
    ...ADA,
    id: "inv_1",
    tokenDigest: "digest",
    createdAtMillis: NOW,
    expiresAtMillis: EXPIRY,
    ...change,
  };
}

/** What every `FactorInvitationStore` keeps. */
export function describeFactorInvitationStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "factorInvitations" | "totp">>,
): void {
  describe(`FactorInvitationStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "factorInvitations" | "totp">>;
    const write = <T>(act: (store: FactorInvitationStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.factorInvitations));
    const find = (id = "inv_1", subject = ADA) => write((store) => store.find(subject, id));
    const insert = (...invitations: readonly FactorInvitation[]) =>
      write(async (store) => {
        for (const invitation of invitations) await store.insert(invitation);
      });
    const use = (enrolled = ENROLLED, subject = ADA) =>
      write((store) => store.use(subject, "inv_1", { enrolled, expiresAtMillis: EXPIRY + 5 }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("gives back what it was given, to its subject and to its token", async () => {
      await insert(newInvitation());
      expect(await find()).toEqual(newInvitation());
      const byToken = (digest: string, subject = ADA) =>
        write((store) => store.findByToken(subject, digest));
      expect(await byToken("digest")).toEqual(newInvitation());
      expect(await byToken("other")).toBeUndefined();
      for (const stranger of STRANGERS) {
        expect(await find("inv_1", stranger)).toBeUndefined();
        expect(await byToken("digest", stranger)).toBeUndefined();
      }
    });

    it("lists the subject's own that have not expired, oldest first", async () => {
      await insert(
        newInvitation({ id: "inv_b", tokenDigest: "b", createdAtMillis: NOW + 1 }),
        newInvitation({ id: "inv_a", tokenDigest: "a" }),
        newInvitation({ id: "inv_old", tokenDigest: "old", expiresAtMillis: NOW }),
        newInvitation({ ...STRANGERS[0], id: "inv_c", tokenDigest: "c" }),
      );
      const listed = await write((store) => store.list(ADA, NOW));
      expect(listed.map(({ id }) => id)).toEqual(["inv_a", "inv_b"]);
    });

    it("is used once, of many at once by one, and not once it has expired", async () => {
      await insert(newInvitation());
      for (const stranger of STRANGERS) expect(await use(ENROLLED, stranger)).toBe(false);
      expect(await use({ ...ENROLLED, atMillis: EXPIRY })).toBe(false);
      const won = await Promise.all(
        Array.from({ length: 10 }, (_, n) => use({ ...ENROLLED, factorId: `fac_${n}` })),
      );
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      const enrolled = { ...ENROLLED, factorId: `fac_${won.indexOf(true)}` };
      expect(await find()).toEqual(newInvitation({ enrolled, expiresAtMillis: EXPIRY + 5 }));
    });

    it("is removed once", async () => {
      await insert(newInvitation());
      const remove = (subject = ADA) => write((store) => store.remove(subject, "inv_1"));
      for (const stranger of STRANGERS) expect(await remove(stranger)).toBe(false);
      expect(await remove()).toBe(true);
      expect(await remove()).toBe(false);
    });

    it("purges what expired before, with what waits for its approval and nothing else", async () => {
      const factor = {
        ...ADA,
        label: "Phone",
        isDefault: false,
        algorithm: "SHA1",
        digits: 6,
        periodSeconds: 30,
        sealedSecret: new Uint8Array(8),
        lastStep: 1,
        consecutiveFailures: 0,
        sessionId: "inv_1",
        createdAtMillis: NOW,
        expiresAtMillis: NOW,
      } as const;
      await unitOfWork.write(async ({ totp }) => {
        await totp.insert({ ...factor, id: "fac_1", status: "awaiting_approval" });
        await totp.insert({ ...factor, id: "fac_2", status: "active" });
      });
      await insert(
        newInvitation({ enrolled: ENROLLED }),
        newInvitation({ id: "inv_2", tokenDigest: "2", expiresAtMillis: EXPIRY + 1 }),
      );
      expect(await write((store) => store.purge(EXPIRY))).toBe(0);
      expect(await write((store) => store.purge(EXPIRY + 1))).toBe(1);
      const left = await unitOfWork.read((stores) => stores.totp.list(ADA));
      expect(left.map(({ id }) => id)).toEqual(["fac_2"]);
      expect(await find("inv_2")).toBeDefined();
    });
  });
}
