import { beforeEach, describe, expect, it } from "vitest";
import type { Subject } from "../platform/subject.ts";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { RecognisedBrowser } from "./browser.ts";
import type { BrowserStore } from "./browser-store.ts";

const ADA: Subject = { projectId: "prj_a", subjectId: "ada" };
const STRANGERS: readonly Subject[] = [
  { ...ADA, subjectId: "bob" },
  { ...ADA, projectId: "prj_b" },
];
const NOW = 1_800_000_000_000;

function browser(number: number, of: Subject = ADA): RecognisedBrowser {
  return { ...of, tokenDigest: `digest-${number}`, issuedAtMillis: NOW + number };
}

/** What every `BrowserStore` keeps. */
export function describeBrowserStore(
  name: string,
  openStores: OpenStores<Pick<VerifierStores, "browsers">>,
): void {
  describe(`BrowserStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Pick<VerifierStores, "browsers">>;
    const write = <T>(act: (browsers: BrowserStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.browsers));
    const insert = (each: RecognisedBrowser) => write((browsers) => browsers.insert(each));
    const find = (digest: string, subject: Subject = ADA) =>
      unitOfWork.read((stores) => stores.browsers.find(subject, digest));
    const digestsOf = async (subject: Subject = ADA) => {
      const found = [];
      for (let number = 0; number < 5; number += 1) {
        found.push(await find(browser(number).tokenDigest, subject));
      }
      return found.flatMap((each) => (each === undefined ? [] : [each.tokenDigest]));
    };

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("finds a browser as it was inserted, for its own subject alone", async () => {
      const remembering = { ...browser(2), lastFactorId: "fac_1" };
      await insert(browser(1));
      await insert(remembering);
      expect(await find("digest-1")).toEqual(browser(1));
      expect(await find("digest-2")).toEqual(remembering);
      expect(await find("digest-3")).toBeUndefined();
      for (const stranger of STRANGERS) expect(await find("digest-1", stranger)).toBeUndefined();
    });

    it("replaces a token once, and what is known with it", async () => {
      await insert(browser(1));
      const renewed = { ...browser(2), lastFactorId: "fac_2" };
      expect(await write((browsers) => browsers.replace("digest-1", renewed))).toBe(true);
      expect(await write((browsers) => browsers.replace("digest-1", browser(3)))).toBe(false);
      expect(await find("digest-1")).toBeUndefined();
      expect(await find("digest-2")).toEqual(renewed);
      expect(await find("digest-3")).toBeUndefined();
    });

    it("replaces nothing of another subject", async () => {
      await insert(browser(1));
      for (const stranger of STRANGERS) {
        const taken = browser(2, stranger);
        expect(await write((browsers) => browsers.replace("digest-1", taken))).toBe(false);
      }
      expect(await find("digest-1")).toEqual(browser(1));
    });

    it("forgets a subject's browsers but those to keep, and nobody else's", async () => {
      for (const number of [1, 2, 3]) await insert(browser(number));
      for (const stranger of STRANGERS) await insert(browser(1, stranger));
      expect(await write((browsers) => browsers.forget(ADA, "digest-2"))).toBe(2);
      expect(await digestsOf()).toEqual(["digest-2"]);
      expect(await write((browsers) => browsers.forget(ADA))).toBe(1);
      expect(await digestsOf()).toEqual([]);
      for (const stranger of STRANGERS) expect(await digestsOf(stranger)).toEqual(["digest-1"]);
    });

    it("forgets the oldest beyond a number", async () => {
      for (const number of [3, 1, 4, 2]) await insert(browser(number));
      await write((browsers) => browsers.forgetOldest(ADA, 4));
      expect(await digestsOf()).toHaveLength(4);
      await write((browsers) => browsers.forgetOldest(ADA, 2));
      expect(await digestsOf()).toEqual(["digest-3", "digest-4"]);
    });

    it("purges what was given its token before", async () => {
      for (const number of [1, 2, 3]) await insert(browser(number));
      expect(await write((browsers) => browsers.purge(NOW + 3))).toBe(2);
      expect(await write((browsers) => browsers.purge(NOW + 3))).toBe(0);
      expect(await digestsOf()).toEqual(["digest-3"]);
    });
  });
}
