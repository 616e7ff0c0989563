import { useState } from "react";
import { usePending } from "../../page/use-pending.ts";
import {
  type AnswerMove,
  clearAnswer,
  EMPTY_ENTRY,
  pressSend,
  refuseAnswer,
  typeAnswer,
} from "./answer-entry.ts";
import type { AnswerKind } from "./answer-kind.ts";

/**
 * Keeps an answer while it is typed and sends it. `send` says what is wrong with it, or null when the
 * page goes on. While one is on its way, no second one leaves.
 */
export function useAnswerEntry(kind: AnswerKind, send: (answer: string) => Promise<string | null>) {
  const [entry, setEntry] = useState(EMPTY_ENTRY);
  const [pending, run] = usePending();

  function follow(move: AnswerMove) {
    setEntry(move.entry);
    const { send: answer } = move;
    if (answer === null) return;
    run(async () => {
      const error = await send(answer);
      if (error !== null) setEntry((now) => refuseAnswer(now, error));
    });
  }
  return {
    entry,
    pending,
    type: (text: string) => follow(typeAnswer(entry, kind, text)),
    clear: () => setEntry(clearAnswer),
    press: () => follow(pressSend(entry, kind)),
  };
}

export type AnswerEntryState = ReturnType<typeof useAnswerEntry>;
