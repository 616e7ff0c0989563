import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Session } from "../session/session.ts";
import type { KeptAnswer } from "./kept-answer.ts";
import type { KeptAnswerStore } from "./kept-answer-store.ts";

const NOW = 1_800_000_000_000;
const EXPIRY = NOW + 600_000;
const MAX = 5;

type Stores = Pick<AccountsStores, "accounts" | "keptAnswers" | "sessions">;

const SESSION: Session = {
  id: "ses_1",
  accountId: "acc_ada",
  tokenDigest: "digest",
  amr: ["pwd"],
  authenticatedAtMillis: NOW,
  isRecovery: false,
  createdAtMillis: NOW,
  lastUsedAtMillis: NOW,
  ip: "192.0.2.7",
  userAgent: "Test browser",
};

function newAnswer(id: string, fields: Partial<KeptAnswer> = {}): KeptAnswer {
  return {
    id,
    bodyHash: "body",
    sealedAnswer: new TextEncoder().encode(`sealed ${id}`),
    expiresAtMillis: EXPIRY,
    ...fields,
  };
}

/** What every `KeptAnswerStore` keeps. */
export function describeKeptAnswerStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`KeptAnswerStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (keptAnswers: KeptAnswerStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.keptAnswers));
    const insert = (answer: KeptAnswer, nowMillis = NOW) =>
      write((answers) => answers.insert(answer, nowMillis));
    const find = (id: string, nowMillis = NOW) =>
      unitOfWork.read((stores) => stores.keptAnswers.find(id, nowMillis));
    const readAnswer = async (id: string) =>
      new TextDecoder().decode((await find(id))?.sealedAnswer);

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-115: is taken away, so that the same call is another try", async () => {
      await write((keptAnswers) => keptAnswers.insert(newAnswer("one"), NOW));
      await write((keptAnswers) => keptAnswers.remove("one"));
      expect(await find("one")).toBeUndefined();
      expect(await write((keptAnswers) => keptAnswers.insert(newAnswer("one"), NOW))).toBe(true);
    });

    it("R-115: gives back what it was given, until that millisecond", async () => {
      expect(await insert(newAnswer("one"))).toBe(true);
      expect(await find("one")).toEqual({ ...newAnswer("one"), sealedAnswer: expect.anything() });
      expect(await readAnswer("one")).toBe("sealed one");
      expect(await find("one", EXPIRY - 1)).toBeDefined();
      expect(await find("one", EXPIRY)).toBeUndefined();
      expect(await find("unknown")).toBeUndefined();
    });

    it("R-115: keeps one answer under an id, and puts another only in the place of an expired one", async () => {
      await insert(newAnswer("one"));
      const other = newAnswer("one", { bodyHash: "other", expiresAtMillis: EXPIRY + 9 });
      expect(await insert(other, EXPIRY - 1)).toBe(false);
      expect((await find("one"))?.bodyHash).toBe("body");
      expect(await insert(other, EXPIRY)).toBe(true);
      expect((await find("one", EXPIRY))?.bodyHash).toBe("other");
    });

    it("R-115: of many that keep an answer under one id at once, one does", async () => {
      const kept = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          insert(newAnswer("one", { bodyHash: `body ${index}` })),
        ),
      );
      expect(kept.filter((isKept) => isKept)).toHaveLength(1);
      expect((await find("one"))?.bodyHash).toBe(`body ${kept.indexOf(true)}`);
    });

    it("R-115: takes an answer back with the transaction that fails", async () => {
      const failing = unitOfWork.write(async (stores) => {
        await stores.keptAnswers.insert(newAnswer("one"), NOW);
        throw new Error("It did not happen");
      });
      await expect(failing).rejects.toThrow("It did not happen");
      expect(await find("one")).toBeUndefined();
    });

    it("R-049: gives nobody an answer whose session has ended", async () => {
      await unitOfWork.write(async ({ accounts, sessions }) => {
        const address = { email: "ada@example.org", emailKey: "ada@example.org" };
        await accounts.insert({
          id: "acc_ada",
          ...address,
          passwordHash: "hash",
          createdAtMillis: NOW,
        });
        await sessions.insert(SESSION);
      });
      await insert(newAnswer("one", { sessionId: "ses_1" }));
      expect((await find("one"))?.sessionId).toBe("ses_1");
      await unitOfWork.write(({ sessions }) => sessions.remove("acc_ada", "ses_1"));
      expect(await find("one")).toBeUndefined();
    });

    it("R-115: takes the answer away with the fifth other body, and keeps the id taken", async () => {
      await insert(newAnswer("one"));
      await insert(newAnswer("two"));
      const count = () => write((answers) => answers.countOtherBody("one", MAX));
      for (let counted = 1; counted < MAX; counted += 1) await count();
      expect(await readAnswer("one")).toBe("sealed one");
      await count();
      expect(await find("one")).toEqual(newAnswer("one", { sealedAnswer: undefined }));
      expect(await insert(newAnswer("one"))).toBe(false);
      expect(await readAnswer("two")).toBe("sealed two");
    });

    it("purges what expired before", async () => {
      await insert(newAnswer("one", { expiresAtMillis: NOW - 1 }), NOW - 2);
      await insert(newAnswer("two", { expiresAtMillis: NOW }), NOW - 2);
      expect(await write((answers) => answers.purge(NOW))).toBe(1);
      expect(await find("one", NOW - 2)).toBeUndefined();
      expect(await find("two", NOW - 2)).toBeDefined();
    });
  });
}
