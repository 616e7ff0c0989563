import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Session } from "./session.ts";
import type { SessionStore } from "./session-store.ts";

const NOW = 1_800_000_000_000;

function session(name: string, change: Partial<Session> = {}): Session {
  return {
    id: `ses_${name}`,
    accountId: "acc_ada",
    tokenDigest: `digest of ${name}`,
    amr: ["pwd"],
    authenticatedAtMillis: NOW,
    isRecovery: false,
    createdAtMillis: NOW,
    lastUsedAtMillis: NOW,
    ip: "192.0.2.1",
    userAgent: "Agent/1",
    ...change,
  };
}

/** What every `SessionStore` keeps. */
export function describeSessionStore(
  name: string,
  openStores: OpenStores<Pick<AccountsStores, "accounts" | "sessions">>,
): void {
  describe(`SessionStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<AccountsStores, "accounts" | "sessions">>;
    const write = <T>(act: (sessions: SessionStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.sessions));
    const insert = (...sessions: readonly Session[]) =>
      write(async (store) => {
        for (const each of sessions) await store.insert(each);
      });
    const find = async (digestOf: string) =>
      (
        await unitOfWork.read((stores) =>
          stores.sessions.findByTokenDigest(`digest of ${digestOf}`),
        )
      )?.session;
    const open = async (...names: readonly string[]) => {
      const found = await Promise.all(names.map(find));
      return names.filter((_, index) => found[index] !== undefined);
    };

    beforeEach(async () => {
      unitOfWork = await openStores();
      await unitOfWork.write(async ({ accounts }) => {
        for (const person of ["ada", "bob"]) {
          await accounts.insert({
            id: `acc_${person}`,
            email: `${person}@example.org`,
            emailKey: `${person}@example.org`,
            passwordHash: "hash",
            createdAtMillis: NOW,
          });
        }
      });
    });

    it("R-051: gives back what it was given, with the account", async () => {
      const full = session("full", {
        amr: ["pwd", "otp", "mfa"],
        secondFactorAtMillis: NOW + 1,
        isRecovery: true,
      });
      await insert(session("plain"), full);
      expect(await find("plain")).toEqual(session("plain"));
      const signedIn = await unitOfWork.read((stores) =>
        stores.sessions.findByTokenDigest("digest of full"),
      );
      expect(signedIn).toEqual({
        session: full,
        account: { id: "acc_ada", email: "ada@example.org", isPasswordRetired: false },
      });
      expect(await find("unknown")).toBeUndefined();
    });

    it("records a use", async () => {
      await insert(session("a"), session("b"));
      await write((store) => store.touch("ses_a", NOW + 5));
      expect(await find("a")).toEqual(session("a", { lastUsedAtMillis: NOW + 5 }));
      expect(await find("b")).toEqual(session("b"));
    });

    it("lists the account's own, the last used first", async () => {
      await insert(
        session("b", { lastUsedAtMillis: NOW - 5 }),
        session("a", { lastUsedAtMillis: NOW + 5 }),
        session("theirs", { accountId: "acc_bob" }),
      );
      const listed = await write((store) => store.list("acc_ada"));
      expect(listed).toEqual([
        session("a", { lastUsedAtMillis: NOW + 5 }),
        session("b", { lastUsedAtMillis: NOW - 5 }),
      ]);
      expect(await write((store) => store.list("acc_nobody"))).toEqual([]);
    });

    describe("renew", () => {
      const change = { fromDigest: "digest of a", toDigest: "digest of new", nowMillis: NOW + 9 };

      it("R-047: replaces the token: the old one is dead", async () => {
        await insert(session("a", { secondFactorAtMillis: NOW, isRecovery: true }));
        expect(await write((store) => store.renew("ses_a", change))).toBe(true);
        expect(await find("a")).toBeUndefined();
        expect(await find("new")).toEqual(
          session("a", {
            tokenDigest: "digest of new",
            secondFactorAtMillis: NOW,
            isRecovery: true,
            lastUsedAtMillis: NOW + 9,
          }),
        );
      });

      it("R-047: changes the level with it", async () => {
        await insert(session("a", { isRecovery: true }));
        const raised = {
          amr: ["pwd", "otp", "mfa"],
          secondFactorAtMillis: NOW + 9,
          isRecovery: false,
        };
        expect(await write((store) => store.renew("ses_a", { ...change, ...raised }))).toBe(true);
        expect(await find("new")).toMatchObject({ ...raised, authenticatedAtMillis: NOW });
      });

      it("R-047: has one winner", async () => {
        await insert(session("a"));
        const won = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            write((store) =>
              store.renew("ses_a", { ...change, toDigest: `digest of token${index}` }),
            ),
          ),
        );
        expect(won.filter((isWon) => isWon)).toHaveLength(1);
        expect(await find(`token${won.indexOf(true)}`)).toBeDefined();
      });

      it("is refused for another token, and for a session that has ended", async () => {
        await insert(session("a"));
        const wrong = { ...change, fromDigest: "digest of b" };
        expect(await write((store) => store.renew("ses_a", wrong))).toBe(false);
        await write((store) => store.remove("acc_ada", "ses_a"));
        expect(await write((store) => store.renew("ses_a", change))).toBe(false);
        expect(await open("a", "new")).toEqual([]);
      });
    });

    describe("ending", () => {
      it("ends one of the account's own, once", async () => {
        await insert(session("a"), session("b"));
        expect(await write((store) => store.remove("acc_bob", "ses_a"))).toBe(false);
        expect(await write((store) => store.remove("acc_ada", "ses_a"))).toBe(true);
        expect(await write((store) => store.remove("acc_ada", "ses_a"))).toBe(false);
        expect(await open("a", "b")).toEqual(["b"]);
      });

      it("ends all but one", async () => {
        await insert(
          session("a"),
          session("b"),
          session("c"),
          session("d", { accountId: "acc_bob" }),
        );
        expect(await write((store) => store.removeOthers("acc_ada", "ses_b"))).toBe(2);
        expect(await write((store) => store.removeOthers("acc_ada", "ses_b"))).toBe(0);
        expect(await open("a", "b", "c", "d")).toEqual(["b", "d"]);
      });

      it("ends the oldest beyond the newest few", async () => {
        const ages = ["a", "b", "c", "d"];
        await insert(
          ...ages.map((age, index) => session(age, { createdAtMillis: NOW + index })).toReversed(),
          session("old", { accountId: "acc_bob", createdAtMillis: NOW - 9 }),
        );
        await write((store) => store.removeOldest("acc_ada", { ip: "198.51.100.1", keep: 2 }));
        expect(await open(...ages, "old")).toEqual(["c", "d", "old"]);
        await write((store) => store.removeOldest("acc_ada", { ip: "198.51.100.1", keep: 5 }));
        expect(await open("c", "d")).toEqual(["c", "d"]);
      });

      it("ends sessions of the same address before those of others", async () => {
        await insert(
          session("home", { ip: "192.0.2.1", createdAtMillis: NOW - 9 }),
          session("away1", { ip: "203.0.113.9", createdAtMillis: NOW - 3 }),
          session("away2", { ip: "203.0.113.9", createdAtMillis: NOW - 2 }),
        );
        await write((store) => store.removeOldest("acc_ada", { ip: "203.0.113.9", keep: 2 }));
        expect(await open("home", "away1", "away2")).toEqual(["home", "away2"]);
      });

      it("R-048: purges what was last used before", async () => {
        await insert(
          session("fresh"),
          session("idle", { lastUsedAtMillis: NOW - 11 }),
          session("edge", { lastUsedAtMillis: NOW - 10 }),
        );
        expect(await write((store) => store.purge(NOW - 10))).toBe(1);
        expect(await open("fresh", "idle", "edge")).toEqual(["fresh", "edge"]);
      });
    });
  });
}
