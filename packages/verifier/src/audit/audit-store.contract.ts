import { beforeEach, describe, expect, it } from "vitest";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { SequencedEvent } from "./audit-chain.ts";
import type { AuditEvent } from "./audit-event.ts";

/** The stores, and a look at the record past the port, which only appends. */
export interface AuditStoreUnderTest {
  readonly unitOfWork: UnitOfWork<Pick<VerifierStores, "audit">>;
  /** Every event, in the order of its number. */
  readRecord(): Promise<readonly SequencedEvent[]>;
}

const FULL: AuditEvent = {
  id: "evt_1",
  atMillis: 1_800_000_000_000,
  projectId: "prj_a",
  subjectId: "ada",
  type: "totp.removed",
  outcome: "refused",
  reason: "step_up_required",
  sessionId: "ses_1",
  challengeId: "chl_1",
  factorId: "fac_1",
  factorKind: "totp",
  factorLabel: "Ada’s 📱",
  target: "fac_1",
  origin: { ip: "2001:db8::1", userAgent: "Agent/1 (x'y)", requestId: "req_1" },
};
const SPARSE: AuditEvent = {
  id: "evt_2",
  atMillis: 1_800_000_000_001,
  projectId: "prj_a",
  type: "sign_in.password",
  outcome: "refused",
  origin: { ip: "192.0.2.1", userAgent: "", requestId: "req_2" },
};

/** What every `AuditStore` keeps. */
export function describeAuditStore(name: string, open: () => Promise<AuditStoreUnderTest>): void {
  describe(`AuditStore on ${name}`, () => {
    let store: AuditStoreUnderTest;
    const append = (event: AuditEvent) =>
      store.unitOfWork.write((stores) => stores.audit.append(event));

    beforeEach(async () => {
      store = await open();
    });

    it("R-081: records the event whole, and what it lacks as absent", async () => {
      await append(FULL);
      await append(SPARSE);
      const [full, sparse] = await store.readRecord();
      expect(full).toEqual({ ...FULL, sequence: expect.any(Number) });
      expect(sparse).toEqual({ ...SPARSE, sequence: expect.any(Number) });
    });

    it("R-081: numbers events upwards", async () => {
      for (let index = 0; index < 10; index += 1) await append({ ...FULL, id: `evt_${index}` });
      const record = await store.readRecord();
      expect(record.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `evt_${i}`));
      const numbers = record.map(({ sequence }) => sequence);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(new Set(numbers).size).toBe(10);
    });

    it("lists a subject's own, the newest first, page by page, whatever happens meanwhile", async () => {
      const subject = { projectId: "prj_a", subjectId: "ada" };
      const list = (beforeSequence?: number) =>
        store.unitOfWork.read((stores) => stores.audit.list(subject, { beforeSequence, limit: 2 }));
      expect(await list()).toEqual([]);
      for (let index = 0; index < 5; index += 1) {
        await append({ ...FULL, id: `evt_${index}` });
        await append({ ...FULL, id: `theirs_${index}`, subjectId: "bob" });
        await append({ ...FULL, id: `elsewhere_${index}`, projectId: "prj_b" });
        await append({ ...SPARSE, id: `nobody_${index}` });
      }
      const pages = [await list()];
      expect(pages[0]?.[0]).toEqual({
        ...FULL,
        id: "evt_4",
        sequence: expect.any(Number),
      });
      await append({ ...FULL, id: "evt_meanwhile" });
      for (const _ of [1, 2, 3]) pages.push(await list(pages.at(-1)?.at(-1)?.sequence));
      const ids = pages.map((page) => page.map(({ id }) => id));
      expect(ids).toEqual([["evt_4", "evt_3"], ["evt_2", "evt_1"], ["evt_0"], []]);
    });

    it("R-082: an event of a transaction that rolls back never was", async () => {
      const written = store.unitOfWork.write(async (stores) => {
        await stores.audit.append(FULL);
        throw new Error("no");
      });
      await expect(written).rejects.toThrow("no");
      expect(await store.readRecord()).toEqual([]);
    });
  });
}
