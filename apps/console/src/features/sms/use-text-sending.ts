import type { CallResult, ClientProblem, SentCode, TextChannel } from "@twinlatch/client";
import { useState } from "react";
import { type ProblemContext, problemText } from "../../messages/problem-text.ts";
import { usePending } from "../../page/use-pending.ts";
import { waitAfterRefusal } from "./sent-text.ts";

interface SendingState {
  /** Whether a code is on its way, sent here or before. */
  readonly isSent: boolean;
  /** By which way the last one went. */
  readonly channel: TextChannel;
  /** How many codes were sent here. */
  readonly count: number;
  /** Until then no other one is sent. */
  readonly waitUntilMillis: number;
  /** The wait when it began; 0 where there was none to tell of. */
  readonly announcedSeconds: number;
  /** Why the last one was not sent; null when it was. */
  readonly error: string | null;
}

/** Sends codes to one phone, one at a time. */
export interface TextSending extends SendingState {
  readonly pending: boolean;
  readonly send: (channel?: TextChannel) => void;
}

export interface TextSendingOptions {
  readonly send: (channel: TextChannel | undefined) => Promise<CallResult<"sendCode">>;
  /** Until when a code that is on its way already lets no other be sent; undefined: there is none. */
  readonly sentWaitUntilMillis: number | undefined;
  /** How a code goes to this phone when nothing else is asked for. */
  readonly usualChannel: TextChannel;
  /** Why a code that was asked for before was not sent. */
  readonly sentError?: string | null;
  readonly onSent?: (sent: SentCode, nowMillis: number) => void;
  /** Says by `true` that the refusal is dealt with, so that nothing is shown. */
  readonly onRefused: (problem: ClientProblem) => boolean;
  readonly context?: ProblemContext;
}

/** Sends codes, and keeps until when another one has to wait. */
export function useTextSending(options: TextSendingOptions): TextSending {
  const { sentWaitUntilMillis, usualChannel } = options;
  const [pending, run] = usePending();
  const [state, setState] = useState<SendingState>({
    isSent: sentWaitUntilMillis !== undefined,
    channel: usualChannel,
    count: 0,
    waitUntilMillis: sentWaitUntilMillis ?? 0,
    announcedSeconds: 0,
    error: options.sentError ?? null,
  });
  function keepSent(sent: SentCode, channel: TextChannel) {
    const nowMillis = Date.now();
    setState(({ count }) => ({
      isSent: true,
      channel,
      count: count + 1,
      waitUntilMillis: nowMillis + sent.resendAfter * 1000,
      announcedSeconds: sent.resendAfter,
      error: null,
    }));
    options.onSent?.(sent, nowMillis);
  }
  function keepRefused(problem: ClientProblem) {
    if (options.onRefused(problem)) return;
    setState((before) => ({
      ...before,
      waitUntilMillis: waitAfterRefusal(problem, Date.now()) ?? before.waitUntilMillis,
      error: problemText(problem, options.context),
    }));
  }
  function send(channel?: TextChannel) {
    run(async () => {
      setState((before) => ({ ...before, error: null }));
      const result = await options.send(channel);
      if (result.ok) keepSent(result.answer, channel ?? usualChannel);
      else keepRefused(result.problem);
    });
  }
  return { ...state, pending, send };
}
