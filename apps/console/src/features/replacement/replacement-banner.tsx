import { useQuery } from "@tanstack/react-query";
import type { ReplacementView, SecurityView } from "@twinlatch/client";
import { Banner, Button, useToast } from "@twinlatch/ui";
import { useRef } from "react";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import { replacementQuery } from "./replacement-query.ts";

/** Says that a replacement waits, with the one button that stops it; or what is held after one. */
export function ReplacementBanner({ security }: { readonly security: SecurityView }) {
  const { client } = useSession();
  const { data } = useQuery(replacementQuery(client));
  const cancellation = useChange();
  const showToast = useToast();
  const place = useRef<HTMLDivElement>(null);
  function cancel() {
    cancellation.change("cancelReplacement", {}, () => {
      // The button goes with the banner; whoever pressed it stays here.
      place.current?.focus();
      showToast(messages.replacement.cancelledToast);
    });
  }
  return (
    <div ref={place} tabIndex={-1}>
      {data?.replacement && (
        <Banner tone="danger">
          <p>{waitingText(data.replacement, security)}</p>
          {cancellation.error && <p role="alert">{cancellation.error}</p>}
          <Button variant="danger" pending={cancellation.pending} onClick={cancel}>
            {messages.replacement.cancel}
          </Button>
        </Banner>
      )}
      {data?.heldUntil && (
        <Banner tone="neutral">{messages.replacement.held(data.heldUntil)}</Banner>
      )}
    </div>
  );
}

function waitingText(replacement: ReplacementView, security: SecurityView): string {
  const app = security.factors.find((factor) => factor.id === replacement.factorId);
  const { requestedAt, readyAt, ip } = replacement;
  return messages.replacement.waiting(app?.label ?? "", requestedAt, ip, readyAt);
}
