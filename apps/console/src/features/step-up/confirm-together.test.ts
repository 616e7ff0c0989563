import type { CallResult, Challenge, Problem } from "@twinlatch/client";
import { describe, expect, it, vi } from "vitest";
import type { Approval } from "./approval.ts";
import { confirmTogether, protectCall, type Shown } from "./confirm-together.ts";

type Result = CallResult<"removeFactor">;

const challenge: Challenge = {
  id: "chl_1",
  purpose: "step_up",
  expiresAt: "2026-05-03T14:10:00Z",
  action: "account.factor.remove",
  target: "iPhone",
  factors: [],
  defaultFactorId: null,
  canTrustDevice: false,
};
const demand: Problem = {
  type: "about:blank",
  title: "A fresh proof is needed",
  status: 401,
  code: "step_up_required",
  requestId: "r1",
  challenge,
};
const APPROVED: Approval = { outcome: "approved", proof: "proof-1" };
const demanded = demandFor("chl_1");
const removed: Result = { ok: true, answer: undefined, serverNowMillis: null };
const refused: Result = { ok: false, problem: { ...demand, status: 409, code: "last_factor" } };
const cancelled = { ok: false, problem: { code: "cancelled" } };

function demandFor(id: string, ...actions: readonly string[]): Result {
  return { ok: false, problem: { ...demand, challenge: listing(id, ...actions) } };
}

function listing(id: string, ...actions: readonly string[]): Challenge {
  return { ...challenge, id, acts: actions.map((action) => ({ action, target: "acc_1" })) };
}

/** Requests that are answered in turn, as given for each. */
async function run(answers: readonly (readonly Result[])[], ...approvals: readonly Approval[]) {
  const sent: (readonly [index: number, Shown])[] = [];
  const calls = answers.map((each, index) => {
    const left = [...each];
    return protectCall<"removeFactor">(async (shown) => {
      sent.push([index, shown]);
      return left.shift() ?? demanded;
    });
  });
  const given = [...approvals];
  const approve = vi.fn<(asked: Challenge) => Promise<Approval>>(
    async () => given.shift() ?? { outcome: "cancelled" },
  );
  await confirmTogether(calls, approve);
  const asked = approve.mock.calls.map(([each]) => each);
  return { results: calls.map(({ result }) => result()), sent, asked };
}

describe("a request that may want a fresh proof", () => {
  it("asks nothing where no proof is needed", async () => {
    const { results, sent, asked } = await run([[removed]]);
    expect([results, sent, asked]).toEqual([[removed], [[0, {}]], []]);
  });

  it("D3: is repeated by itself, once, with the proof", async () => {
    const { results, sent, asked } = await run([[demanded, removed]], APPROVED);
    expect(results).toEqual([removed]);
    expect(asked).toHaveLength(1);
    expect(sent).toEqual([
      [0, {}],
      [0, { proof: "proof-1" }],
    ]);
  });

  it("D3: is not asked for again when the proof was not taken", async () => {
    const { results, sent, asked } = await run([[demanded, demanded]], APPROVED, APPROVED);
    expect([results, sent.length, asked.length]).toEqual([[demanded], 2, 1]);
  });

  it("D3: is not sent again after Cancel", async () => {
    const { results, sent } = await run([[demanded]], { outcome: "cancelled" });
    expect([results, sent]).toEqual([[cancelled], [[0, {}]]]);
  });

  it("hands on why the challenge could not be answered", async () => {
    const problem: Problem = { ...demand, status: 410, code: "challenge_closed" };
    const { results, sent } = await run([[demanded]], { outcome: "refused", problem });
    expect([results, sent.length]).toEqual([[{ ok: false, problem }], 1]);
  });
});

describe("several requests", () => {
  const bothActs = ["account.factor.remove", "account.password.change"] as const;
  const both = demandFor("chl_1", ...bothActs);

  it("D3: are confirmed once, as the server lists them, and each is repeated once, in order", async () => {
    const { results, sent, asked } = await run(
      [
        [demanded, removed],
        [both, removed],
      ],
      APPROVED,
    );
    expect(results).toEqual([removed, removed]);
    expect(asked).toEqual([listing("chl_1", ...bothActs)]);
    expect(sent).toEqual([
      [0, {}],
      [1, { challenge: "chl_1" }],
      [0, { proof: "proof-1" }],
      [1, { proof: "proof-1" }],
    ]);
  });

  it("are repeated each for itself: one that fails stops no other", async () => {
    const { results } = await run(
      [
        [demanded, refused],
        [both, removed],
      ],
      APPROVED,
    );
    expect(results).toEqual([refused, removed]);
  });

  it("are confirmed one after another where the server could not list them together", async () => {
    const second: Approval = { outcome: "approved", proof: "proof-2" };
    const { results, sent, asked } = await run(
      [
        [demanded, removed],
        [demandFor("chl_2"), removed],
      ],
      APPROVED,
      second,
    );
    expect(results).toEqual([removed, removed]);
    expect(asked.map(({ id }) => id)).toEqual(["chl_1", "chl_2"]);
    expect(sent.slice(2)).toEqual([
      [0, { proof: "proof-1" }],
      [1, { proof: "proof-2" }],
    ]);
  });

  it("change nothing when one of them is refused before anybody was asked", async () => {
    const { results, sent, asked } = await run([[demanded], [refused], [removed]]);
    expect(results).toEqual([cancelled, refused, cancelled]);
    expect([sent.length, asked.length]).toEqual([2, 0]);
  });

  it("change nothing more once the person will not confirm", async () => {
    const { results, asked } = await run([[demanded], [both], [demandFor("chl_2")]], {
      outcome: "cancelled",
    });
    expect([results, asked.length]).toEqual([[cancelled, cancelled, cancelled], 1]);
  });
});
