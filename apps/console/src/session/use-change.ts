import { useQueryClient } from "@tanstack/react-query";
import type { Answer, CallOptions, EndpointName } from "@twinlatch/client";
import { useState } from "react";
import { useProtectedCall } from "../features/step-up/step-up-provider.tsx";
import { problemText } from "../messages/problem-text.ts";
import { usePending } from "../page/use-pending.ts";

/** One change at a time: sends it, asks for a proof where one is wanted, and brings the page up to date. */
export interface Change {
  /** Sends a request; `onDone` gets its answer after everything shown was loaded again. */
  readonly change: <Name extends EndpointName>(
    name: Name,
    options: CallOptions<Name>,
    onDone: (answer: Answer<Name>) => void,
  ) => void;
  readonly pending: boolean;
  /** Why the last one did not happen; null when it did, or the person cancelled it. */
  readonly error: string | null;
}

export function useChange(): Change {
  const callProtected = useProtectedCall();
  const queryClient = useQueryClient();
  const [pending, run] = usePending();
  const [error, setError] = useState<string | null>(null);
  return {
    pending,
    error,
    change(name, options, onDone) {
      run(async () => {
        setError(null);
        const result = await callProtected(name, options);
        if (result.ok) {
          await queryClient.invalidateQueries();
          onDone(result.answer);
        } else if (result.problem.code !== "cancelled") {
          setError(problemText(result.problem));
          if (result.problem.code === "not_found") await queryClient.invalidateQueries();
        }
      });
    },
  };
}
