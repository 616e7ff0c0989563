import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { EmailAddition } from "./account-email.ts";
import type { EmailAdditionStore } from "./email-addition-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 600_000;
const BY = { nowMillis: NOW, maxAttempts: 5 };

type Stores = Pick<AccountsStores, "accounts" | "emailAdditions">;

function newAddition(name: string, change: Partial<EmailAddition> = {}): EmailAddition {
  return {
    id: `eml_${name}`,
    accountId: "acc_ada",
    sessionId: "ses_1",
    email: `${name.toUpperCase()}@example.org`,
    emailKey: `${name}@example.org`,
    codeHash: "hash",
    attempts: 0,
    createdAtMillis: NOW,
    expiresAtMillis: EXPIRY,
    ...change,
  };
}

/** What every `EmailAdditionStore` keeps. */
export function describeEmailAdditionStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`EmailAdditionStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (additions: EmailAdditionStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.emailAdditions));
    const replace = (addition: EmailAddition) => write((store) => store.replace(addition));
    const reserve = (addition: EmailAddition, by = BY) =>
      write((store) => store.reserveAttempt(addition, by));
    const list = (accountId = "acc_ada", sessionId = "ses_1") =>
      unitOfWork.read((stores) => stores.emailAdditions.list(accountId, sessionId));

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

    it("gives back what it was given, to the session that began", async () => {
      await replace(newAddition("work"));
      await replace(newAddition("taken", { sessionId: "ses_2", codeHash: undefined }));
      expect(await list()).toEqual([newAddition("work")]);
      expect(await list("acc_ada", "ses_2")).toMatchObject([{ codeHash: undefined }]);
      expect(await list("acc_bob")).toEqual([]);
    });

    it("keeps the newest of a session", async () => {
      await replace(newAddition("work"));
      await replace(newAddition("home"));
      expect(await list()).toEqual([newAddition("home")]);
      expect(await reserve(newAddition("work"))).toBe(false);
    });

    it("counts five attempts of fifty that come at once", async () => {
      const addition = newAddition("work");
      await replace(addition);
      const counted = await Promise.all(Array.from({ length: 50 }, () => reserve(addition)));
      expect(counted.filter((isCounted) => isCounted)).toHaveLength(5);
      expect((await list())[0]?.attempts).toBe(5);
    });

    it.each<[string, Partial<EmailAddition>, number]>([
      ["another account's", { accountId: "acc_bob" }, NOW],
      ["another session's", { sessionId: "ses_2" }, NOW],
      ["unknown", { id: "eml_none" }, NOW],
      ["expired", {}, EXPIRY],
    ])("counts no attempt on one that is %s", async (_, change, nowMillis) => {
      const addition = newAddition("work");
      await replace(addition);
      expect(await reserve({ ...addition, ...change }, { ...BY, nowMillis })).toBe(false);
      expect(await reserve(addition, { ...BY, nowMillis: EXPIRY - 1 })).toBe(true);
    });

    it("is used up once", async () => {
      await replace(newAddition("work"));
      expect(await write((store) => store.consume("acc_bob", "eml_work"))).toBe(false);
      const used = await Promise.all(
        Array.from({ length: 20 }, () => write((store) => store.consume("acc_ada", "eml_work"))),
      );
      expect(used.filter((isUsed) => isUsed)).toHaveLength(1);
      expect(await list()).toEqual([]);
    });

    it("deletes what expired before, and goes with its account", async () => {
      await replace(newAddition("work"));
      expect(await write((store) => store.purge(EXPIRY))).toBe(0);
      expect(await write((store) => store.purge(EXPIRY + 1))).toBe(1);
      await replace(newAddition("home"));
      await unitOfWork.write((stores) => stores.accounts.erase("acc_ada"));
      expect(await list()).toEqual([]);
    });
  });
}
