import type { CallResult, Challenge, EndpointName } from "@twinlatch/client";
import type { Approval } from "./approval.ts";

/** A call's result, or that the person would not confirm it: nothing was changed then. */
export type StepUpResult<Name extends EndpointName> =
  | CallResult<Name>
  | { readonly ok: false; readonly problem: { readonly code: "cancelled" } };

/** What goes with a request: the proof for it, or the open challenge that it asks to be listed in. */
export interface Shown {
  readonly proof?: string;
  readonly challenge?: string;
}

/** How sending a request without a proof ended: it waits for one, or it is over. */
type Asked =
  | { readonly outcome: "waits"; readonly challenge: Challenge }
  | { readonly outcome: "answered" | "refused" };

/** A request that may want a fresh proof, and what has become of it. */
export interface ProtectedCall {
  /** Sends it without a proof; where it wants one, to be confirmed with the challenge if one is named. */
  readonly ask: (challengeId: string | undefined) => Promise<Asked>;
  /** Repeats it once with the proof, or takes up why there is none. */
  readonly settle: (approval: Approval) => Promise<void>;
}

/** A protected call whose result can be asked for; until it was sent, it counts as cancelled. */
export interface ResultingCall<Name extends EndpointName> extends ProtectedCall {
  readonly result: () => StepUpResult<Name>;
}

/** Requests that one answer confirms. */
interface Group {
  readonly challenge: Challenge;
  readonly calls: readonly ProtectedCall[];
}

const CANCELLED = { ok: false, problem: { code: "cancelled" } } as const;

/** Makes a request ready to be confirmed; `send` sends it, each time the same. */
export function protectCall<Name extends EndpointName>(
  send: (shown: Shown) => Promise<CallResult<Name>>,
): ResultingCall<Name> {
  let result: StepUpResult<Name> = CANCELLED;
  return {
    result: () => result,
    async ask(challengeId) {
      const sent = await send(challengeId === undefined ? {} : { challenge: challengeId });
      result = sent;
      if (sent.ok) return { outcome: "answered" };
      const { problem } = sent;
      const challenge = problem.code === "step_up_required" ? problem.challenge : undefined;
      return challenge === undefined ? { outcome: "refused" } : { outcome: "waits", challenge };
    },
    async settle(approval) {
      if (approval.outcome === "approved") result = await send({ proof: approval.proof });
      else if (approval.outcome === "refused") result = { ok: false, problem: approval.problem };
      else result = CANCELLED;
    },
  };
}

/**
 * Sends requests in their order. For those that want a fresh proof the person is asked, once for all that
 * the server lists in one challenge, and each is repeated once with the proof (RFC 9470). What a proof did
 * not fit is not asked for again: it will not fit next time either. When one is refused for another reason
 * before anybody was asked, or the person will not confirm, the others that wait are cancelled.
 */
export async function confirmTogether(
  calls: readonly ProtectedCall[],
  approve: (challenge: Challenge) => Promise<Approval>,
): Promise<void> {
  const groups: Group[] = [];
  for (const call of calls) {
    const asked = await call.ask(groups.at(-1)?.challenge.id);
    if (asked.outcome === "refused") return settleAll(groups, { outcome: "cancelled" });
    if (asked.outcome === "waits") join(groups, call, asked.challenge);
  }
  for (const [index, group] of groups.entries()) {
    const approval = await approve(group.challenge);
    await settleAll([group], approval);
    if (approval.outcome !== "approved") {
      return settleAll(groups.slice(index + 1), { outcome: "cancelled" });
    }
  }
}

/** The newest description of a challenge lists all that was added. */
function join(groups: Group[], call: ProtectedCall, challenge: Challenge): void {
  const last = groups.at(-1);
  if (last?.challenge.id !== challenge.id) groups.push({ challenge, calls: [call] });
  else groups.splice(-1, 1, { challenge, calls: [...last.calls, call] });
}

async function settleAll(groups: readonly Group[], approval: Approval): Promise<void> {
  for (const call of groups.flatMap(({ calls }) => calls)) await call.settle(approval);
}
