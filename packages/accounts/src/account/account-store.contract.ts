import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Account } from "./account.ts";

function newAccount(name: string): Omit<Account, "isInstallationAdmin"> {
  return {
    id: `acc_${name}`,
    email: `${name.toUpperCase()}@example.org`,
    emailKey: `${name}@example.org`,
    passwordHash: `hash of ${name}`,
    createdAtMillis: 1_800_000_000_000,
  };
}

/** What every `AccountStore` keeps. */
export function describeAccountStore(
  name: string,
  openStores: OpenStores<Pick<AccountsStores, "accountEmails" | "accounts" | "signInSettings">>,
): void {
  describe(`AccountStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<
      Pick<AccountsStores, "accountEmails" | "accounts" | "signInSettings">
    >;
    const insert = (account: Omit<Account, "isInstallationAdmin">) =>
      unitOfWork.write((stores) => stores.accounts.insert(account));
    const find = (id: string) => unitOfWork.read((stores) => stores.accounts.find(id));
    const findByEmailKey = (emailKey: string) =>
      unitOfWork.read((stores) => stores.accounts.findByEmailKey(emailKey));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("makes the very first account the admin, and only that one", async () => {
      expect(await insert(newAccount("ada"))).toBe(true);
      expect(await insert(newAccount("bob"))).toBe(true);
      expect(await find("acc_ada")).toEqual({ ...newAccount("ada"), isInstallationAdmin: true });
      expect(await find("acc_bob")).toEqual({ ...newAccount("bob"), isInstallationAdmin: false });
    });

    it("makes nobody the admin who may not be, first or not", async () => {
      const options = { mayAdminister: false };
      const insertMember = (person: string) =>
        unitOfWork.write((stores) => stores.accounts.insert(newAccount(person), options));
      expect([await insertMember("ada"), await insertMember("bob")]).toEqual([true, true]);
      expect(await unitOfWork.read((stores) => stores.accounts.listAdmins())).toEqual([]);
    });

    it("makes an admin only where there is none, of many at once one", async () => {
      const insertAdmin = (person: string) =>
        unitOfWork.write((stores) => stores.accounts.insertAdmin(newAccount(person)));
      await unitOfWork.write((stores) =>
        stores.accounts.insert(newAccount("member"), { mayAdminister: false }),
      );
      expect(await insertAdmin("member")).toBe("address_taken");
      const names = Array.from({ length: 20 }, (_, index) => `person${index}`);
      const added = await Promise.all(names.map(insertAdmin));
      expect(added.filter((outcome) => outcome === "added")).toHaveLength(1);
      const first = names[added.indexOf("added")];
      expect(await findByEmailKey(`${first}@example.org`)).toMatchObject({
        id: `acc_${first}`,
        isInstallationAdmin: true,
      });
      expect(await insertAdmin("late")).toBe("has_admin");
      expect(await find("acc_late")).toBeUndefined();
    });

    it("makes nobody the admin under an address that somebody has beside their first", async () => {
      await unitOfWork.write(async ({ accountEmails, accounts }) => {
        await accounts.insert(newAccount("member"), { mayAdminister: false });
        await accountEmails.insert({
          id: "eml_second",
          accountId: "acc_member",
          email: "ada@example.org",
          emailKey: "ada@example.org",
          createdAtMillis: 1_800_000_000_000,
        });
      });
      const added = unitOfWork.write((stores) => stores.accounts.insertAdmin(newAccount("ada")));
      expect(await added).toBe("address_taken");
      expect(await find("acc_ada")).toBeUndefined();
    });

    it("lists accounts in the order of their ids, and the admins alone", async () => {
      const list = (afterId: string, limit: number) =>
        unitOfWork.read((stores) => stores.accounts.list(afterId, limit));
      const listAdmins = () => unitOfWork.read((stores) => stores.accounts.listAdmins());
      for (const person of ["bob", "ada", "eve"]) await insert(newAccount(person));
      const idsOf = (accounts: readonly Account[]) => accounts.map(({ id }) => id);
      expect(idsOf(await list("", 2))).toEqual(["acc_ada", "acc_bob"]);
      expect(idsOf(await list("acc_bob", 2))).toEqual(["acc_eve"]);
      expect(await list("acc_eve", 2)).toEqual([]);
      expect(idsOf(await listAdmins())).toEqual(["acc_bob"]);
    });

    it("has one admin when the first accounts arrive together, and loses none", async () => {
      const names = Array.from({ length: 20 }, (_, index) => `person${index}`);
      const added = await Promise.all(names.map((each) => insert(newAccount(each))));
      expect(added).toEqual(names.map(() => true));
      const accounts = await Promise.all(names.map((each) => find(`acc_${each}`)));
      expect(accounts.filter((account) => account?.isInstallationAdmin)).toHaveLength(1);
    });

    it("finds by what the address is recognised by", async () => {
      await insert(newAccount("ada"));
      expect((await findByEmailKey("ada@example.org"))?.id).toBe("acc_ada");
      expect(await findByEmailKey("ADA@example.org")).toBeUndefined();
      expect(await find("acc_unknown")).toBeUndefined();
    });

    it("takes an address once, of many at once one", async () => {
      await insert(newAccount("first"));
      const ids = Array.from({ length: 20 }, (_, index) => `acc_${index}`);
      const added = await Promise.all(ids.map((id) => insert({ ...newAccount("ada"), id })));
      expect(added.filter((isAdded) => isAdded)).toHaveLength(1);
      expect((await findByEmailKey("ada@example.org"))?.id).toBe(ids[added.indexOf(true)]);
    });

    it("R-086: tells where its owner is reached, and in the language that was chosen last", async () => {
      const findRecipient = (id: string) =>
        unitOfWork.read((stores) => stores.accounts.findRecipient(id));
      await insert(newAccount("ada"));
      await insert(newAccount("bob"));
      const addresses = ["ADA@example.org"];
      expect(await findRecipient("acc_ada")).toEqual({ addresses, language: "en" });
      for (const language of ["de", "en", "de"] as const) {
        await unitOfWork.write((stores) => stores.accounts.setLanguage("acc_ada", language));
        expect(await findRecipient("acc_ada")).toEqual({ addresses, language });
      }
      expect((await findRecipient("acc_bob"))?.language).toBe("en");
      expect(await findRecipient("acc_unknown")).toBeUndefined();
    });

    it("counts the passwords whose hashes begin alike", async () => {
      const hashes = { ada: "k1$argon2id$a", bob: "k1$argon2id$b", eve: "k11$argon2id$c" };
      for (const [owner, passwordHash] of Object.entries(hashes)) {
        await insert({ ...newAccount(owner), passwordHash });
      }
      const count = (prefix: string) =>
        unitOfWork.read((stores) => stores.accounts.countPasswords(prefix));
      expect(await Promise.all(["k1$", "k11$", "k2$", "%"].map(count))).toEqual([2, 1, 0, 0]);
    });

    it("gives an account a new password, and knows which one it has", async () => {
      await insert(newAccount("ada"));
      await insert(newAccount("bob"));
      const has = (hash: string) =>
        unitOfWork.write((stores) => stores.accounts.hasPassword("acc_ada", hash));
      expect([await has("hash of ada"), await has("new hash")]).toEqual([true, false]);
      await unitOfWork.write((stores) => stores.accounts.setPassword("acc_ada", "new hash"));
      expect([await has("hash of ada"), await has("new hash")]).toEqual([false, true]);
      expect(await find("acc_ada")).toMatchObject({ passwordHash: "new hash" });
      expect(await find("acc_bob")).toMatchObject({ passwordHash: "hash of bob" });
    });

    it("R-094: is held while it is there, and leaves no row of having been held when it is not", async () => {
      await insert(newAccount("ada"));
      const subject = (id: string) => ({ projectId: "prj_console", subjectId: `acc_${id}` });
      const hold = (id: string) =>
        unitOfWork.write(({ signInSettings }) => signInSettings.hold(subject(id)));
      expect([await hold("ada"), await hold("gone")]).toEqual([true, false]);
      // Somebody had it before it went.
      await unitOfWork.write(async ({ signInSettings }) => {
        await signInSettings.set(subject("gone"), "every_time");
        expect(await signInSettings.hold(subject("gone"))).toBe(false);
      });
      const get = (id: string) =>
        unitOfWork.read((stores) => stores.signInSettings.get(subject(id)));
      expect([await get("ada"), await get("gone")]).toEqual(["off", "off"]);
    });

    it("R-094: is not held by whoever waited for its end", async () => {
      await insert(newAccount("ada"));
      const ada = { projectId: "prj_console", subjectId: "acc_ada" };
      let tellHeld = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        tellHeld = resolve;
      });
      const deletion = unitOfWork.write(async ({ accounts, signInSettings }) => {
        await signInSettings.hold(ada);
        tellHeld();
        for (let read = 0; read < 50; read += 1) await signInSettings.get(ada);
        await accounts.erase("acc_ada");
      });
      await held;
      expect(await unitOfWork.write((stores) => stores.signInSettings.hold(ada))).toBe(false);
      await deletion;
    });

    it("R-094: erases an account, whose address is free then", async () => {
      await insert(newAccount("ada"));
      await insert(newAccount("bob"));
      await unitOfWork.write((stores) => stores.accounts.erase("acc_bob"));
      expect(await find("acc_bob")).toBeUndefined();
      expect(await findByEmailKey("bob@example.org")).toBeUndefined();
      expect((await find("acc_ada"))?.id).toBe("acc_ada");
      expect(await insert({ ...newAccount("bob"), id: "acc_again" })).toBe(true);
    });

    it("changes nothing about the account that has the address", async () => {
      await insert(newAccount("ada"));
      const thief = { ...newAccount("ada"), id: "acc_thief", passwordHash: "hash of thief" };
      expect(await insert(thief)).toBe(false);
      expect((await findByEmailKey("ada@example.org"))?.passwordHash).toBe("hash of ada");
      expect(await find("acc_thief")).toBeUndefined();
    });
  });
}
