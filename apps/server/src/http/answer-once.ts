import {
  type AccountsDeps,
  type AccountsStores,
  AnswerKeptError,
  findKeptAnswer,
  keepAnswer,
  type RepeatableCall,
} from "@twinlatch/accounts";
import type { Refused } from "./call.ts";
import type { Ending, RenderedAnswer } from "./ending.ts";

type Deps = Pick<AccountsDeps, "clock" | "secretBox" | "tokenHash" | "unitOfWork">;

/** Keeps the answer to a call in the transaction of its effect. */
export type KeepRendered = (
  stores: AccountsStores,
  rendered: RenderedAnswer,
  sessionId: string | undefined,
) => Promise<void>;

/** Answers calls with a key: each of them as the first time, and happening once. */
export type AnswerOnce = (
  call: RepeatableCall,
  perform: (keep: KeepRendered) => Promise<Ending>,
) => Promise<Ending>;

const OTHER_BODY: Refused = { outcome: "refused", reason: "idempotency_key_reused" };
/** The refusal that counted a guess: repeating it must not count another. */
const COUNTED = "invalid_code";
/** It happened, and then did not lead where its answer says: asking again is another try. */
const UNDONE = "text_not_sent";

/** Makes it. In one process the same call waits while it runs; in two the database lets one happen. */
export function createAnswerOnce(deps: Deps): AnswerOnce {
  const running = new Map<string, Promise<Ending>>();
  return async (call, perform) => {
    for (let other = running.get(call.id); other !== undefined; other = running.get(call.id)) {
      await other.catch(() => undefined);
    }
    const work = answer(deps, call, perform);
    running.set(call.id, work);
    try {
      return await work;
    } finally {
      running.delete(call.id);
    }
  };
}

async function answer(
  deps: Deps,
  call: RepeatableCall,
  perform: (keep: KeepRendered) => Promise<Ending>,
): Promise<Ending> {
  const earlier = await findEnding(deps, call);
  if (earlier !== undefined) return earlier;
  try {
    const ending = await perform((stores, rendered, sessionId) =>
      keepAnswer(deps, stores, call, { answer: encode({ rendered }), sessionId }),
    );
    if (ending.outcome === "answered") return ending;
    if (ending.reason === COUNTED) {
      const counted = { answer: encode({ reason: COUNTED }) };
      await deps.unitOfWork.write((stores) => keepAnswer(deps, stores, call, counted));
      return ending;
    }
    if (ending.reason === UNDONE) {
      await deps.unitOfWork.write((stores) => stores.keptAnswers.remove(call.id));
      return ending;
    }
    // What refused it may be the same call, made in another process at the same time.
    return (await findEnding(deps, call)) ?? ending;
  } catch (error) {
    if (!(error instanceof AnswerKeptError)) throw error;
    return (await findEnding(deps, call)) ?? OTHER_BODY;
  }
}

async function findEnding(deps: Deps, call: RepeatableCall): Promise<Ending | undefined> {
  const found = await findKeptAnswer(deps, call);
  if (found === undefined) return undefined;
  if (found.outcome === "other_body") return OTHER_BODY;
  const kept: unknown = JSON.parse(Buffer.from(found.answer).toString("utf8"));
  if (!hasRendered(kept)) return { outcome: "refused", reason: COUNTED };
  const { sessionId } = found;
  return { outcome: "answered", rendered: kept.rendered, replayed: { sessionId } };
}

type Kept = { readonly rendered: RenderedAnswer } | { readonly reason: typeof COUNTED };

function encode(kept: Kept): Uint8Array {
  return Buffer.from(JSON.stringify(kept), "utf8");
}

/** Nobody but this server seals for this place: what opens is one of the two. */
function hasRendered(kept: unknown): kept is Extract<Kept, { rendered: RenderedAnswer }> {
  return typeof kept === "object" && kept !== null && "rendered" in kept;
}
