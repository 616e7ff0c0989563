import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { SignUp, SignUpStore } from "./sign-up-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 600_000;
const SIGN_UP: SignUp = {
  id: "sup_1",
  tokenDigest: "digest",
  email: "Ada@example.org",
  emailKey: "ada@example.org",
  passwordHash: "hash of password",
  codeHash: "hash of code",
  attempts: 0,
  createdAtMillis: NOW,
  expiresAtMillis: EXPIRY,
};

/** What every `SignUpStore` keeps. */
export function describeSignUpStore(
  name: string,
  openStores: OpenStores<Pick<AccountsStores, "signUps">>,
): void {
  describe(`SignUpStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<AccountsStores, "signUps">>;
    const write = <T>(act: (signUps: SignUpStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.signUps));
    const find = (tokenDigest: string) =>
      unitOfWork.read((stores) => stores.signUps.find(tokenDigest));
    const reserve = (nowMillis = NOW) =>
      write((signUps) => signUps.reserveAttempt("sup_1", { nowMillis, maxAttempts: 5 }));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("gives back what it was given, also where no code was sent", async () => {
      const silent = { ...SIGN_UP, id: "sup_2", tokenDigest: "other", codeHash: undefined };
      await write((signUps) => signUps.insert(SIGN_UP));
      await write((signUps) => signUps.insert(silent));
      expect(await find("digest")).toEqual(SIGN_UP);
      expect(await find("other")).toEqual(silent);
      expect(await find("unknown")).toBeUndefined();
    });

    it("lets several wait for one address", async () => {
      await write((signUps) => signUps.insert(SIGN_UP));
      await write((signUps) => signUps.insert({ ...SIGN_UP, id: "sup_2", tokenDigest: "second" }));
      expect((await find("digest"))?.id).toBe("sup_1");
      expect((await find("second"))?.id).toBe("sup_2");
    });

    it("counts exactly to the maximum, however many arrive together", async () => {
      await write((signUps) => signUps.insert(SIGN_UP));
      const reserved = await Promise.all(Array.from({ length: 20 }, () => reserve()));
      expect(reserved.filter((isReserved) => isReserved)).toHaveLength(5);
      expect((await find("digest"))?.attempts).toBe(5);
    });

    it("takes no attempt from the moment it expires, or when it is gone", async () => {
      expect(await reserve()).toBe(false);
      await write((signUps) => signUps.insert(SIGN_UP));
      expect(await reserve(EXPIRY)).toBe(false);
      expect(await reserve(EXPIRY - 1)).toBe(true);
      await write((signUps) => signUps.consume("sup_1"));
      expect(await reserve()).toBe(false);
    });

    it("is consumed once", async () => {
      await write((signUps) => signUps.insert(SIGN_UP));
      const won = await Promise.all(
        Array.from({ length: 20 }, () => write((signUps) => signUps.consume("sup_1"))),
      );
      expect(won.filter((isWon) => isWon)).toHaveLength(1);
      expect(await find("digest")).toBeUndefined();
    });

    it("purges what expired before", async () => {
      await write((signUps) => signUps.insert({ ...SIGN_UP, expiresAtMillis: NOW - 1 }));
      const edge = { ...SIGN_UP, id: "sup_2", tokenDigest: "edge", expiresAtMillis: NOW };
      await write((signUps) => signUps.insert(edge));
      expect(await write((signUps) => signUps.purge(NOW))).toBe(1);
      expect(await find("digest")).toBeUndefined();
      expect(await find("edge")).toBeDefined();
    });
  });
}
