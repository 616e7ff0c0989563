import type { CallResult, Challenge, Problem } from "@twinlatch/client";
import { describe, expect, it, vi } from "vitest";
import type { Approval } from "./approval.ts";
import { callWithStepUp } from "./call-with-step-up.ts";

const challenge: Challenge = {
  id: "chl_1",
  purpose: "step_up",
  expiresAt: "2026-05-03T14:10:00Z",
  action: "account.factor.remove",
  target: "iPhone",
  factors: [],
  defaultFactorId: null,
};
const demand: Problem = {
  type: "about:blank",
  title: "A fresh proof is needed",
  status: 401,
  code: "step_up_required",
  requestId: "r1",
  challenge,
};
const demanded: CallResult<"removeFactor"> = { ok: false, problem: demand };
const removed: CallResult<"removeFactor"> = { ok: true, answer: undefined, serverNowMillis: null };

function run(answers: CallResult<"removeFactor">[], approval: Approval) {
  const send = vi.fn<(proof?: string) => Promise<CallResult<"removeFactor">>>(
    async () => answers.shift() ?? demanded,
  );
  const approve = vi.fn<(asked: Challenge) => Promise<Approval>>(async () => approval);
  return { send, approve, result: callWithStepUp<"removeFactor">(send, approve) };
}

describe("callWithStepUp", () => {
  it("asks nothing where no proof is needed", async () => {
    const { send, approve, result } = run([removed], { outcome: "cancelled" });
    expect(await result).toBe(removed);
    expect(send).toHaveBeenCalledExactlyOnceWith();
    expect(approve).not.toHaveBeenCalled();
  });

  it("D3: repeats the request by itself, once, with the proof", async () => {
    const { send, approve, result } = run([demanded, removed], {
      outcome: "approved",
      proof: "proof-1",
    });
    expect(await result).toBe(removed);
    expect(approve).toHaveBeenCalledExactlyOnceWith(challenge);
    expect(send.mock.calls).toEqual([[], ["proof-1"]]);
  });

  it("D3: does not ask again when the proof was not taken", async () => {
    const { send, approve, result } = run([demanded, demanded], {
      outcome: "approved",
      proof: "proof-1",
    });
    expect(await result).toBe(demanded);
    expect(send).toHaveBeenCalledTimes(2);
    expect(approve).toHaveBeenCalledTimes(1);
  });

  it("D3: sends nothing more after Cancel", async () => {
    const { send, result } = run([demanded], { outcome: "cancelled" });
    expect(await result).toEqual({ ok: false, problem: { code: "cancelled" } });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("hands on why the challenge could not be answered", async () => {
    const problem: Problem = { ...demand, status: 410, code: "challenge_closed" };
    const { send, result } = run([demanded], { outcome: "refused", problem });
    expect(await result).toEqual({ ok: false, problem });
    expect(send).toHaveBeenCalledTimes(1);
  });
});
