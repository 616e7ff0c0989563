import { openTestInstallation, SeededRandom, type TestInstallation } from "@twinlatch/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { LANE_LIMITS, type Lane } from "./lane.ts";
import { type ReservedAttempt, releaseAttempt, reserveAttempt } from "./reserve-attempt.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What happens to one budget: guesses at once, one given back, or time passing, backwards too. */
type Happening =
  | { readonly kind: "guess"; readonly times: number }
  | { readonly kind: "release"; readonly which: number }
  | { readonly kind: "clock"; readonly byMillis: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("guess"), times: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("release"), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("clock"),
      byMillis: fc.oneof(
        fc.integer({ min: 0, max: 2 * HOUR }),
        fc.integer({ min: 0, max: 31 * DAY }),
        fc.constantFrom(15 * MINUTE, HOUR, 2 * HOUR, DAY, 30 * DAY, DAY - 1, HOUR - 1),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("clock"),
      byMillis: fc.integer({ min: -2 * DAY, max: 0 }),
    }),
  },
);

const lane = fc.constantFrom<Lane>("code", "recovery_code", "password", "mail", "mail_total");
const history = fc.array(happening, { minLength: 5, maxLength: 60 });

let installation: TestInstallation;
let people = 0;

beforeAll(async () => {
  installation = await openTestInstallation("properties of budgets");
});

afterAll(() => installation.close());

class Guesser {
  readonly #stores: VerifierStores;
  readonly #lane: Lane;
  readonly #random = new SeededRandom("attempts");
  readonly #subject = { projectId: "prj", subjectId: `guesser-${(people += 1)}` };
  readonly counted: ReservedAttempt[] = [];
  nowMillis = 1_800_000_000_000;

  constructor(stores: VerifierStores, of: Lane) {
    this.#stores = stores;
    this.#lane = of;
  }

  async guess() {
    const input = { subject: this.#subject, lane: this.#lane, nowMillis: this.nowMillis };
    const reserved = await reserveAttempt(this.#stores, this.#random, input);
    if (reserved.outcome === "reserved") this.counted.push(reserved.attempt);
    return reserved;
  }

  async happen(event: Happening): Promise<void> {
    if (event.kind === "clock") this.nowMillis += event.byMillis;
    if (event.kind === "guess") {
      for (let each = 0; each < event.times; each += 1) await this.guess();
    }
    if (event.kind === "release" && this.counted.length > 0) {
      const [attempt] = this.counted.splice(event.which % this.counted.length, 1);
      await releaseAttempt(this.#stores, attempt!);
    }
  }

  /** The most attempts that are counted in any stretch of so many milliseconds. */
  mostWithin(millis: number): number {
    const times = this.counted.map(({ atMillis }) => atMillis);
    return Math.max(
      0,
      ...times.map((from) => times.filter((at) => at >= from && at < from + millis).length),
    );
  }
}

describe("a budget, whatever happens to it", () => {
  it("R-033: never counts more than its limits in any stretch of time", async () => {
    await fc.assert(
      fc.asyncProperty(lane, history, (of, events) =>
        installation.deps.unitOfWork.write(async (stores) => {
          const guesser = new Guesser(stores, of);
          for (const event of events) {
            await guesser.happen(event);
            for (const { attempts, perMillis } of LANE_LIMITS[of]) {
              expect(guesser.mostWithin(perMillis)).toBeLessThanOrEqual(attempts);
            }
          }
        }),
      ),
      { numRuns: rounds(60, 2000) },
    );
  });

  it("R-033: refuses nobody who is within every limit, while the clock goes forward", async () => {
    await fc.assert(
      fc.asyncProperty(lane, history, (of, events) =>
        installation.deps.unitOfWork.write(async (stores) => {
          const guesser = new Guesser(stores, of);
          for (const event of events) {
            const isBackwards = event.kind === "clock" && event.byMillis < 0;
            if (!isBackwards) await guesser.happen(event);
          }
          const isWithin = LANE_LIMITS[of].every(({ attempts, perMillis }) => {
            const from = guesser.nowMillis - perMillis;
            return guesser.counted.filter(({ atMillis }) => atMillis > from).length < attempts;
          });
          expect((await guesser.guess()).outcome).toBe(isWithin ? "reserved" : "refused");
        }),
      ),
      { numRuns: rounds(60, 2000) },
    );
  });

  it("R-040: says to the second when trying again can succeed", async () => {
    await fc.assert(
      fc.asyncProperty(lane, history, (of, events) =>
        installation.deps.unitOfWork.write(async (stores) => {
          const guesser = new Guesser(stores, of);
          for (const event of events) await guesser.happen(event);
          let ended = await guesser.guess();
          while (ended.outcome === "reserved") ended = await guesser.guess();
          const retryAfterMillis = (ended.retryAfterSeconds ?? 0) * 1000;
          expect(retryAfterMillis).toBeGreaterThanOrEqual(1000);
          guesser.nowMillis += retryAfterMillis - 1001;
          expect(await guesser.guess()).toMatchObject({ outcome: "refused" });
          guesser.nowMillis += 1001;
          expect(await guesser.guess()).toMatchObject({ outcome: "reserved" });
        }),
      ),
      { numRuns: rounds(60, 2000) },
    );
  });
});
