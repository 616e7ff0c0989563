import { Banner, Button } from "@twinlatch/ui";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { useArrived } from "../../page/use-arrived.ts";
import { usePending } from "../../page/use-pending.ts";

export interface CompleteReplacementProps {
  readonly challengeId: string;
  readonly onDone: () => void;
}

/** At the second step, in the browser that asked for a replacement: when it can be completed, and the way. */
export function CompleteReplacement({ challengeId, onDone }: CompleteReplacementProps) {
  const [loading] = useState(() => client.call("findReplacement", { params: { id: challengeId } }));
  const result = useArrived(loading);
  const [error, setError] = useState<string | null>(null);
  const [pending, run] = usePending();
  if (result === undefined || !result.ok || result.answer.replacement === null) return null;
  // The server's clock counts, not this device's.
  const { isReady, readyAt } = result.answer.replacement;
  const complete = () =>
    run(async () => {
      const params = { id: challengeId };
      const done = await client.call("completeReplacement", { params, body: {} });
      if (done.ok) onDone();
      else setError(problemText(done.problem));
    });
  return (
    <Banner tone="neutral">
      <p>
        {isReady
          ? messages.secondStep.replacementReady
          : messages.secondStep.replacementAt(readyAt)}
      </p>
      {error && <p role="alert">{error}</p>}
      {isReady && (
        <Button variant="primary" pending={pending} onClick={complete}>
          {messages.secondStep.completeReplacement}
        </Button>
      )}
    </Banner>
  );
}
