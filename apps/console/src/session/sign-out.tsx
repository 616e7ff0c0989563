import type { Client, ClientProblem } from "@twinlatch/client";
import { Actions, Banner, Button, Dialog } from "@twinlatch/ui";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { messages } from "../messages/messages.ts";
import { problemText } from "../messages/problem-text.ts";
import { usePending } from "../page/use-pending.ts";
import { useSession } from "./session-context.ts";

/** On this channel a tab tells the others that it signed out. */
const CHANNEL = "twinlatch.sign-out";

const SignOut = createContext<(() => void) | null>(null);

/** Ends the session; only below a `SignOutProvider`. */
export function useSignOut(): () => void {
  const signOut = useContext(SignOut);
  if (signOut === null) throw new Error("useSignOut needs a SignOutProvider around it");
  return signOut;
}

/**
 * Lets the pages below end the session. Where the server cannot be told, nothing has ended: a dialog
 * says so, since whoever believes it and walks away leaves the account open.
 */
export function SignOutProvider({ children }: { readonly children: ReactNode }) {
  const { client, leave } = useSession();
  const [pending, run] = usePending();
  const [problem, setProblem] = useState<ClientProblem | null>(null);
  function signOut() {
    run(async () => {
      const result = await client.call("signOut", {});
      if (!result.ok) return setProblem(result.problem);
      const channel = new BroadcastChannel(CHANNEL);
      channel.postMessage(null);
      channel.close();
      leave("signedOut");
    });
  }
  const stay = () => setProblem(null);
  return (
    <SignOut value={signOut}>
      {children}
      {problem && (
        <Dialog title={messages.session.notSignedOutTitle} onClose={pending ? undefined : stay}>
          <Banner tone="danger" alert>
            {problemText(problem)}
          </Banner>
          <Actions>
            <Button variant="primary" pending={pending} onClick={signOut}>
              {messages.common.tryAgain}
            </Button>
            <Button pending={pending} onClick={stay}>
              {messages.common.cancel}
            </Button>
          </Actions>
        </Dialog>
      )}
    </SignOut>
  );
}

/** Another tab signed out: ask the server at once, so that nothing stays readable here. */
export function useSignOutElsewhere(client: Client): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener("message", () => void client.call("getSession", {}));
    return () => channel.close();
  }, [client]);
}
