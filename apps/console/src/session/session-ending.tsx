import { useQuery } from "@tanstack/react-query";
import { Actions, Button, Dialog } from "@twinlatch/ui";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { messages } from "../messages/messages.ts";
import { usePending } from "../page/use-pending.ts";
import { useSession } from "./session-context.ts";
import { type SessionPhase, sessionPhase, WARNING_MILLIS } from "./session-phase.ts";
import { sessionQuery } from "./session-query.ts";
import { useSignOut } from "./sign-out.tsx";

/**
 * Warns before the session ends and offers to stay. A session that has reached its longest life cannot
 * be stayed in: then it says so.
 */
export function SessionEnding({ endsAtMillis }: { readonly endsAtMillis: number }) {
  const { client } = useSession();
  const signOut = useSignOut();
  const { refetch } = useQuery(sessionQuery(client));
  const [pending, run] = usePending();
  const phase = useSessionPhase(endsAtMillis, () => void refetch());
  /** The end that could not be put off, or was seen. */
  const [finalEnd, setFinalEnd] = useState<{ atMillis: number; isSeen: boolean }>();

  if (phase !== "ending") return null;
  const time = messages.time.clock(endsAtMillis);
  if (finalEnd && Math.abs(finalEnd.atMillis - endsAtMillis) < WARNING_MILLIS / 2) {
    const see = () => setFinalEnd({ ...finalEnd, isSeen: true });
    return finalEnd.isSeen ? null : (
      <Dialog title={messages.session.endingTitle} onClose={see}>
        <p>{messages.session.endingForGood(time)}</p>
        <Actions>
          <Button variant="primary" onClick={see}>
            {messages.session.understood}
          </Button>
        </Actions>
      </Dialog>
    );
  }
  function stay() {
    run(async () => {
      const { isSuccess } = await refetch();
      if (isSuccess) setFinalEnd({ atMillis: endsAtMillis, isSeen: false });
    });
  }
  return (
    <Dialog title={messages.session.endingTitle} onClose={stay}>
      <p>{messages.session.ending(time)}</p>
      <Actions>
        <Button variant="primary" pending={pending} onClick={stay}>
          {messages.session.stay}
        </Button>
        <Button onClick={signOut}>{messages.session.signOut}</Button>
      </Actions>
    </Dialog>
  );
}

/** The session's phase now; `onOver` is called when its time has come. */
function useSessionPhase(endsAtMillis: number, onOver: () => void): SessionPhase["phase"] {
  const [phase, setPhase] = useState<SessionPhase["phase"]>("open");
  const over = useEffectEvent(onOver);
  // Asked once: where the server says that it is not over, its clock and its word differ.
  const hasAsked = useRef(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function look() {
      const now = sessionPhase(Date.now(), endsAtMillis);
      setPhase(now.phase);
      if (now.phase !== "over") timer = setTimeout(look, now.lookAgainInMillis);
      else if (!hasAsked.current) over();
      hasAsked.current = now.phase === "over";
    }
    look();
    return () => clearTimeout(timer);
  }, [endsAtMillis]);
  return phase;
}
