import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { AccountEmail } from "./account-email.ts";
import type { AccountEmailStore } from "./account-email-store.ts";

const NOW = 1_800_000_000_000;

type Stores = Pick<AccountsStores, "accounts" | "accountEmails">;

function newEmail(name: string, person = "ada"): AccountEmail {
  return {
    id: `eml_${name}`,
    accountId: `acc_${person}`,
    email: `${name.toUpperCase()}@example.org`,
    emailKey: `${name}@example.org`,
    createdAtMillis: NOW + 1,
  };
}

/** What every `AccountEmailStore` keeps. */
export function describeAccountEmailStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`AccountEmailStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (emails: AccountEmailStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.accountEmails));
    const signUp = (person: string) =>
      unitOfWork.write(({ accounts }) =>
        accounts.insert({
          id: `acc_${person}`,
          email: `${person}@Example.org`,
          emailKey: `${person}@example.org`,
          passwordHash: "hash",
          createdAtMillis: NOW,
        }),
      );
    const list = (person = "ada") =>
      unitOfWork.read((stores) => stores.accountEmails.list(`acc_${person}`));
    const keys = async (person = "ada") => (await list(person)).map(({ emailKey }) => emailKey);
    const ownerOf = async (emailKey: string) =>
      (await unitOfWork.read((stores) => stores.accounts.findByEmailKey(emailKey)))?.id;

    beforeEach(async () => {
      unitOfWork = await openStores();
      await signUp("ada");
      await signUp("bob");
    });

    it("begins with the address that the account was made for", async () => {
      const [first, ...others] = await list();
      expect(others).toEqual([]);
      expect(first).toEqual({
        id: "eml_ada",
        accountId: "acc_ada",
        email: "ada@Example.org",
        emailKey: "ada@example.org",
        createdAtMillis: NOW,
      });
    });

    it("gives back what it was given, the oldest first, and finds the account by each", async () => {
      expect(await write((emails) => emails.insert(newEmail("work")))).toBe(true);
      expect((await list())[1]).toEqual(newEmail("work"));
      expect(await keys("bob")).toEqual(["bob@example.org"]);
      expect(await ownerOf("work@example.org")).toBe("acc_ada");
      expect(await ownerOf("ada@example.org")).toBe("acc_ada");
      expect(await ownerOf("WORK@example.org")).toBeUndefined();
    });

    it("R-086: tells the owner of the account at all of them", async () => {
      await write((emails) => emails.insert(newEmail("work")));
      const recipient = await unitOfWork.read((stores) => stores.accounts.findRecipient("acc_ada"));
      expect(recipient?.addresses).toEqual(["ada@Example.org", "WORK@example.org"]);
    });

    it("takes an address once, whichever accounts want it", async () => {
      expect(await write((emails) => emails.insert(newEmail("bob")))).toBe(false);
      const claims = Array.from({ length: 20 }, (_, index) => ({
        ...newEmail("free", index % 2 === 0 ? "ada" : "bob"),
        id: `eml_${index}`,
      }));
      const taken = await Promise.all(
        claims.map((claim) => write((emails) => emails.insert(claim))),
      );
      expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
      expect(await ownerOf("free@example.org")).toBe(claims[taken.indexOf(true)]?.accountId);
    });

    it("makes no account for an address that another one has beside its primary one", async () => {
      await write((emails) => emails.insert(newEmail("work")));
      expect(await signUp("work")).toBe(false);
      const find = unitOfWork.read((stores) => stores.accounts.find("acc_work"));
      expect(await find).toBeUndefined();
      expect(await ownerOf("work@example.org")).toBe("acc_ada");
    });

    it("makes another the primary one, of its own account only", async () => {
      await write((emails) => emails.insert(newEmail("work")));
      expect(await write((emails) => emails.makePrimary("acc_bob", "eml_work"))).toBe(false);
      expect(await write((emails) => emails.makePrimary("acc_ada", "eml_none"))).toBe(false);
      expect(await write((emails) => emails.makePrimary("acc_ada", "eml_work"))).toBe(true);
      const ada = await unitOfWork.read((stores) => stores.accounts.find("acc_ada"));
      expect(ada).toMatchObject({ email: "WORK@example.org", emailKey: "work@example.org" });
      expect(await keys()).toEqual(["ada@example.org", "work@example.org"]);
    });

    it("removes one of the account's own, and never the primary one", async () => {
      await write((emails) => emails.insert(newEmail("work")));
      expect(await write((emails) => emails.remove("acc_ada", "eml_ada"))).toBe(false);
      expect(await write((emails) => emails.remove("acc_bob", "eml_work"))).toBe(false);
      expect(await write((emails) => emails.remove("acc_ada", "eml_none"))).toBe(false);
      const removed = await Promise.all(
        Array.from({ length: 5 }, () => write((emails) => emails.remove("acc_ada", "eml_work"))),
      );
      expect(removed.filter((isRemoved) => isRemoved)).toHaveLength(1);
      expect(await keys()).toEqual(["ada@example.org"]);
      expect(await ownerOf("work@example.org")).toBeUndefined();
      expect(await write((emails) => emails.insert(newEmail("work", "bob")))).toBe(true);
    });
  });
}
