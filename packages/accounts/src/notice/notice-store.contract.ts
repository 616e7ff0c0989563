import type { UnitOfWork } from "@twinlatch/verifier";
import type { OpenStores } from "@twinlatch/verifier/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Notice, NoticeStore } from "./notice-store.ts";

const NOW = 1_800_000_000_000;
const LEASE = 60_000;
const EXPIRY = NOW + 86_400_000;

function newNotice(id: string, fields: Partial<Notice> = {}): Notice {
  return {
    id,
    accountId: "acc_ada",
    sealedMessage: new TextEncoder().encode(`sealed ${id}`),
    dueAtMillis: NOW,
    attempts: 0,
    createdAtMillis: NOW,
    expiresAtMillis: EXPIRY,
    ...fields,
  };
}

/** What every `NoticeStore` keeps. */
export function describeNoticeStore(
  name: string,
  openStores: OpenStores<Pick<AccountsStores, "notices">>,
): void {
  describe(`NoticeStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<AccountsStores, "notices">>;
    const write = <T>(act: (notices: NoticeStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.notices));
    const insert = (...notices: readonly Notice[]) =>
      write(async (store) => {
        for (const notice of notices) await store.insert(notice);
      });
    const claim = (nowMillis = NOW, limit = 10) =>
      write((notices) => notices.claim({ nowMillis, leaseMillis: LEASE, limit }));
    const isAnyDue = (nowMillis = NOW) =>
      unitOfWork.read((stores) => stores.notices.isAnyDue(nowMillis));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-086: gives back what it was given, a try counted, and due after the lease", async () => {
      await insert(newNotice("ntc_1"));
      const [claimed] = await claim();
      expect(claimed).toEqual({
        ...newNotice("ntc_1"),
        sealedMessage: expect.anything(),
        attempts: 1,
        dueAtMillis: NOW + LEASE,
      });
      expect(new TextDecoder().decode(claimed?.sealedMessage)).toBe("sealed ntc_1");
    });

    it("says whether anything is due, from that millisecond to before it expires", async () => {
      expect(await isAnyDue()).toBe(false);
      await insert(newNotice("ntc_1"));
      expect(await isAnyDue(NOW - 1)).toBe(false);
      expect(await isAnyDue(NOW)).toBe(true);
      expect(await isAnyDue(EXPIRY - 1)).toBe(true);
      expect(await isAnyDue(EXPIRY)).toBe(false);
      await claim();
      expect(await isAnyDue(NOW + LEASE - 1)).toBe(false);
      expect(await isAnyDue(NOW + LEASE)).toBe(true);
    });

    it("R-086: of many that claim together, each notice goes to one", async () => {
      await insert(...Array.from({ length: 30 }, (_, index) => newNotice(`ntc_${index}`)));
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(NOW, 4)));
      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(claims.every((claimed) => claimed.length <= 4)).toBe(true);
      const rest = await claim(NOW, 30);
      expect([...ids, ...rest.map(({ id }) => id)]).toHaveLength(30);
    });

    it("takes what has been due longest, not before it is due, and nothing that expired", async () => {
      await insert(
        newNotice("ntc_new", { dueAtMillis: NOW - 1 }),
        newNotice("ntc_old", { dueAtMillis: NOW - 2 }),
        newNotice("ntc_later", { dueAtMillis: NOW + 1 }),
        newNotice("ntc_expired", { expiresAtMillis: NOW }),
      );
      expect((await claim(NOW, 1)).map(({ id }) => id)).toEqual(["ntc_old"]);
      expect((await claim()).map(({ id }) => id)).toEqual(["ntc_new"]);
      expect(await claim()).toEqual([]);
    });

    it("postpones for who claimed last, and for nobody whose lease ran out", async () => {
      await insert(newNotice("ntc_1"));
      const [slow] = await claim();
      const [fast] = await claim(NOW + LEASE);
      if (slow === undefined || fast === undefined) throw new Error("Nothing was claimed");
      expect(await write((notices) => notices.postpone(slow, NOW))).toBe(false);
      expect(await isAnyDue(NOW + LEASE)).toBe(false);
      expect(await write((notices) => notices.postpone(fast, NOW + 5))).toBe(true);
      expect(await isAnyDue(NOW + 4)).toBe(false);
      expect(await isAnyDue(NOW + 5)).toBe(true);
    });

    it("removes one once", async () => {
      await insert(newNotice("ntc_1"), newNotice("ntc_2"));
      expect(await write((notices) => notices.remove("ntc_1"))).toBe(true);
      expect(await write((notices) => notices.remove("ntc_1"))).toBe(false);
      expect((await claim()).map(({ id }) => id)).toEqual(["ntc_2"]);
    });

    it("purges what expired before", async () => {
      await insert(newNotice("ntc_1", { expiresAtMillis: NOW - 1 }));
      await insert(newNotice("ntc_2", { expiresAtMillis: NOW }));
      expect(await write((notices) => notices.purge(NOW))).toBe(1);
      expect(await write((notices) => notices.remove("ntc_1"))).toBe(false);
      expect(await write((notices) => notices.remove("ntc_2"))).toBe(true);
    });
  });
}
