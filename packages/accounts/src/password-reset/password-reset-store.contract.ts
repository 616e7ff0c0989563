import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { PasswordReset, PasswordResetStore } from "./password-reset-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 1_800_000;

type Stores = Pick<AccountsStores, "accounts" | "passwordResets">;

function newReset(tokenDigest: string, change: Partial<PasswordReset> = {}): PasswordReset {
  return {
    requestedFor: "acc_ada",
    accountId: "acc_ada",
    tokenDigest,
    createdAtMillis: NOW,
    expiresAtMillis: EXPIRY,
    ...change,
  };
}

/** What every `PasswordResetStore` keeps. */
export function describePasswordResetStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`PasswordResetStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (resets: PasswordResetStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.passwordResets));
    const replace = (reset: PasswordReset) => write((resets) => resets.replace(reset));
    const find = (tokenDigest: string, nowMillis = NOW) =>
      unitOfWork.read((stores) => stores.passwordResets.findAccountId(tokenDigest, nowMillis));
    const consume = (tokenDigest: string, nowMillis = NOW) =>
      write((resets) => resets.consume(tokenDigest, nowMillis));

    beforeEach(async () => {
      unitOfWork = await openStores();
      for (const person of ["ada", "bob"]) {
        const emailKey = `${person}@example.org`;
        const account = { id: `acc_${person}`, email: emailKey, emailKey, passwordHash: "hash" };
        await unitOfWork.write(({ accounts }) =>
          accounts.insert({ ...account, createdAtMillis: NOW }),
        );
      }
    });

    it("R-092: knows the account of a token, until it expires", async () => {
      await replace(newReset("first"));
      await replace(newReset("bob's", { requestedFor: "acc_bob", accountId: "acc_bob" }));
      expect(await find("first")).toBe("acc_ada");
      expect(await find("bob's")).toBe("acc_bob");
      expect(await find("unknown")).toBeUndefined();
      expect(await find("first", EXPIRY - 1)).toBe("acc_ada");
      expect(await find("first", EXPIRY)).toBeUndefined();
      expect(await consume("first", EXPIRY)).toBe(false);
      expect(await consume("first", EXPIRY - 1)).toBe(true);
    });

    it("R-092: of one account only the newest works", async () => {
      await replace(newReset("first"));
      await replace(newReset("second", { expiresAtMillis: EXPIRY + 1 }));
      expect(await find("first")).toBeUndefined();
      expect(await consume("first")).toBe(false);
      expect(await find("second", EXPIRY)).toBe("acc_ada");
    });

    it("R-092: of fifty uses of one token one holds", async () => {
      await replace(newReset("first"));
      const used = await Promise.all(Array.from({ length: 50 }, () => consume("first")));
      expect(used.filter((isUsed) => isUsed)).toHaveLength(1);
      expect(await find("first")).toBeUndefined();
    });

    it("keeps a decoy for an address that nobody has, which opens nothing", async () => {
      await replace(newReset("nobody's", { requestedFor: "hash", accountId: undefined }));
      expect(await find("nobody's")).toBeUndefined();
      await replace(newReset("first", { requestedFor: "hash" }));
      expect(await find("first")).toBe("acc_ada");
    });

    it("ends one account's, deletes what expired before, and goes with the account", async () => {
      await replace(newReset("first"));
      await replace(newReset("bob's", { requestedFor: "acc_bob", accountId: "acc_bob" }));
      await write((resets) => resets.removeOf("acc_ada"));
      expect(await find("first")).toBeUndefined();
      expect(await find("bob's")).toBe("acc_bob");
      expect(await write((resets) => resets.purge(EXPIRY))).toBe(0);
      expect(await write((resets) => resets.purge(EXPIRY + 1))).toBe(1);
      await replace(newReset("second"));
      await unitOfWork.write((stores) => stores.accounts.erase("acc_ada"));
      expect(await find("second")).toBeUndefined();
    });
  });
}
