import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TextMessage } from "./text-message.ts";
import type { TextMessageStore } from "./text-message-store.ts";

type Stores = Pick<VerifierStores, "textMessages">;

const NOW = 1_800_000_000_000;
const NOTHING = new Uint8Array(0);

function waitingText(change: Partial<TextMessage> = {}): TextMessage {
  return {
    projectId: "prj_a",
    subjectId: "ada",
    id: "txt_1",
    purpose: "sign_in",
    channel: "sms",
    status: "waiting",
    numberKey: "key",
    country: "CH",
    prefix: "+4179123",
    addressBlock: "192.0.2.7",
    sealedMessage: Uint8Array.from([0, 255, 1]),
    numberAttempt: "abcdefgh",
    subjectAttempt: "hgfedcba",
    createdAtMillis: NOW,
    expiresAtMillis: NOW + 600_000,
    ...change,
  };
}

/** What every `TextMessageStore` keeps. */
export function describeTextMessageStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`TextMessageStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (texts: TextMessageStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.textMessages));
    const find = (textId = "txt_1") =>
      unitOfWork.read((stores) => stores.textMessages.find(textId));
    const insert = (change: Partial<TextMessage> = {}) =>
      write((texts) => texts.insert(waitingText(change)));
    const handOver = async (providerMessageId = "SM1") => {
      await write((texts) => texts.claim("txt_1", NOW));
      const ended = { status: "handed_over", provider: "acme", providerMessageId } as const;
      return write((texts) => texts.conclude("txt_1", ended));
    };

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("gives back what it was given, a refusal too", async () => {
      const refused = waitingText({
        id: "txt_2",
        status: "refused",
        cause: "country",
        country: undefined,
        sealedMessage: NOTHING,
        numberAttempt: undefined,
        subjectAttempt: undefined,
      });
      await insert();
      await write((texts) => texts.insert(refused));
      expect(await find()).toEqual(waitingText());
      expect(await find("txt_2")).toEqual(refused);
      expect(await find("txt_unknown")).toBeUndefined();
    });

    it("R-110: is taken by one of many, and is blank from then on", async () => {
      await insert();
      const won = await Promise.all(
        Array.from({ length: 20 }, () => write((texts) => texts.claim("txt_1", NOW))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await find()).toMatchObject({ status: "handing_over", sealedMessage: NOTHING });
    });

    it("R-017: is taken by nobody when its time is over", async () => {
      await insert();
      expect(await write((texts) => texts.claim("txt_1", NOW + 600_000))).toBe(false);
    });

    it("ends a hand-over once", async () => {
      await insert();
      expect(await write((texts) => texts.conclude("txt_1", { status: "failed" }))).toBe(false);
      expect(await handOver()).toBe(true);
      expect(await find()).toMatchObject({ status: "handed_over", providerMessageId: "SM1" });
      expect(await write((texts) => texts.conclude("txt_1", { status: "failed" }))).toBe(false);
    });

    it("notes receipts of the provider that took it, and never takes a delivery back", async () => {
      await insert();
      await handOver();
      const note = (status: "delivered" | "undelivered", provider = "acme", messageId = "SM1") =>
        write((texts) => texts.noteReceipt({ provider, messageId, status }));
      expect(await note("delivered", "other")).toBe(false);
      expect(await note("delivered", "acme", "SM2")).toBe(false);
      expect(await note("undelivered")).toBe(true);
      expect(await note("delivered")).toBe(true);
      expect(await note("undelivered")).toBe(false);
      expect((await find())?.status).toBe("delivered");
    });

    it("notes one right code", async () => {
      await insert();
      const redeem = () => write((texts) => texts.redeem("txt_1", NOW + 7));
      expect([await redeem(), await redeem()]).toEqual([true, false]);
      expect((await find())?.redeemedAtMillis).toBe(NOW + 7);
    });

    it("lists what a process left behind, the oldest first", async () => {
      await insert({ id: "txt_a", createdAtMillis: NOW - 5 });
      await insert({ id: "txt_b", createdAtMillis: NOW - 9 });
      await insert({ id: "txt_c", createdAtMillis: NOW });
      await insert({ id: "txt_d", createdAtMillis: NOW - 7, expiresAtMillis: NOW });
      await insert({ id: "txt_e", createdAtMillis: NOW - 7, status: "refused" });
      const listed = (limit: number) =>
        unitOfWork.read((stores) =>
          stores.textMessages.listWaiting({ beforeMillis: NOW, nowMillis: NOW, limit }),
        );
      expect(await listed(9)).toEqual(["txt_b", "txt_a"]);
      expect(await listed(1)).toEqual(["txt_b"]);
    });

    it("R-112: gives up what nobody will finish, and leaves the rest", async () => {
      await insert();
      await write((texts) => texts.claim("txt_1", NOW));
      await insert({ id: "txt_2", expiresAtMillis: NOW + 1 });
      await insert({ id: "txt_3" });
      const giveUp = (claimedBeforeMillis: number) =>
        write((texts) => texts.giveUp(claimedBeforeMillis));
      expect(await giveUp(NOW)).toBe(0);
      expect(await giveUp(NOW + 1)).toBe(1);
      expect((await find("txt_1"))?.status).toBe("uncertain");
      const listExpired = (nowMillis: number) =>
        write((texts) => texts.listExpired({ nowMillis, limit: 9 }));
      expect(await listExpired(NOW)).toEqual([]);
      expect(await listExpired(NOW + 1)).toEqual(["txt_2"]);
      const expire = (textId: string) => write((texts) => texts.expire(textId, NOW + 1));
      expect([await expire("txt_2"), await expire("txt_2"), await expire("txt_3")]).toEqual([
        true,
        false,
        false,
      ]);
      expect(await find("txt_2")).toMatchObject({ status: "failed", sealedMessage: NOTHING });
      expect((await find("txt_3"))?.status).toBe("waiting");
    });

    it("forgets old records", async () => {
      await insert({ createdAtMillis: NOW - 1 });
      await insert({ id: "txt_2" });
      expect(await write((texts) => texts.purge(NOW))).toBe(1);
      expect(await find()).toBeUndefined();
      expect(await find("txt_2")).toBeDefined();
    });
  });
}
