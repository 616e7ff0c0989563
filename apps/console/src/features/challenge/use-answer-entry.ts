import { useRef, useState, useTransition } from "react";
import {
  type AnswerMove,
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
  const [pending, startSending] = useTransition();
  // State would be a render too late when the last digit and Enter come together.
  const isSending = useRef(false);

  function follow(move: AnswerMove) {
    setEntry(move.entry);
    const { send: answer } = move;
    if (answer === null || isSending.current) return;
    isSending.current = true;
    startSending(async () => {
      try {
        const error = await send(answer);
        if (error !== null) setEntry((now) => refuseAnswer(now, error));
      } finally {
        isSending.current = false;
      }
    });
  }
  return {
    entry,
    pending,
    type: (text: string) => follow(typeAnswer(entry, kind, text)),
    press: () => follow(pressSend(entry, kind)),
  };
}

export type AnswerEntryState = ReturnType<typeof useAnswerEntry>;
