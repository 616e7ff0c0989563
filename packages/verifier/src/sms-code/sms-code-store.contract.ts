import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { SmsCode } from "./sms-code.ts";
import type { SmsCodeStore } from "./sms-code-store.ts";

type Stores = Pick<VerifierStores, "smsCodes">;

const ADA = { projectId: "prj_a", subjectId: "ada" };
const NOW = 1_800_000_000_000;

function sentCode(change: Partial<SmsCode> = {}): SmsCode {
  return {
    ...ADA,
    id: "smc_1",
    boundTo: "challenge:chl_1",
    phoneId: "pho_1",
    codeHash: "hash",
    textId: "txt_1",
    status: "live",
    createdAtMillis: NOW,
    expiresAtMillis: NOW + 600_000,
    ...change,
  };
}

/** What every `SmsCodeStore` keeps. */
export function describeSmsCodeStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`SmsCodeStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (codes: SmsCodeStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.smsCodes));
    const list = (boundTo = "challenge:chl_1", subject = ADA) =>
      unitOfWork.read((stores) => stores.smsCodes.list(subject, boundTo));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-019: keeps one live code for each thing, and knows the ones before", async () => {
      await write((codes) => codes.replace(sentCode()));
      await write((codes) => codes.replace(sentCode({ id: "smc_2", phoneId: "pho_2" })));
      expect(await list()).toEqual([
        sentCode({ id: "smc_2", phoneId: "pho_2" }),
        sentCode({ status: "superseded" }),
      ]);
    });

    it("R-019: tells the newest first, whatever its id is", async () => {
      // A later id may sort before an earlier one: "2" is more than "z" there.
      for (const [minutes, id] of ["smc_b", "smc_2", "smc_a"].entries()) {
        const createdAtMillis = NOW + minutes * 60_000;
        await write((codes) => codes.replace(sentCode({ id, createdAtMillis })));
      }
      expect((await list()).map(({ id, status }) => [id, status])).toEqual([
        ["smc_a", "live"],
        ["smc_2", "superseded"],
        ["smc_b", "superseded"],
      ]);
    });

    it("R-018: keeps the codes of other things and other people apart", async () => {
      const others = [
        sentCode({ id: "smc_2", boundTo: "challenge:chl_2" }),
        sentCode({ id: "smc_3", subjectId: "bob" }),
        sentCode({ id: "smc_4", projectId: "prj_b" }),
      ];
      await write((codes) => codes.replace(sentCode()));
      for (const other of others) await write((codes) => codes.replace(other));
      expect(await list()).toEqual([sentCode()]);
      expect(await list("challenge:chl_2")).toEqual([others[0]]);
    });

    it("R-019: spends a code once, however many try", async () => {
      await write((codes) => codes.replace(sentCode()));
      const won = await Promise.all(
        Array.from({ length: 50 }, () => write((codes) => codes.spend(sentCode(), NOW))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await list())[0]?.status).toBe("used");
    });

    it("R-017, R-019: spends none that was superseded or has expired", async () => {
      await write((codes) => codes.replace(sentCode()));
      const spend = (nowMillis: number) => write((codes) => codes.spend(sentCode(), nowMillis));
      expect(await spend(NOW + 600_000)).toBe(false);
      await write((codes) => codes.replace(sentCode({ id: "smc_2" })));
      expect(await spend(NOW)).toBe(false);
    });

    it("R-021: forgets codes that expired before", async () => {
      await write((codes) => codes.replace(sentCode({ expiresAtMillis: NOW - 1 })));
      await write((codes) =>
        codes.replace(sentCode({ id: "smc_2", boundTo: "enrolment:pho_1", expiresAtMillis: NOW })),
      );
      expect(await write((codes) => codes.purge(NOW))).toBe(1);
      expect(await list()).toEqual([]);
      expect(await list("enrolment:pho_1")).toHaveLength(1);
    });
  });
}
