import type { Client } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { useCallback, useEffect } from "react";
import { problemText } from "../messages/problem-text.ts";
import { useSession } from "./session-context.ts";

/** On this channel a tab tells the others that it signed out. */
const CHANNEL = "twinlatch.sign-out";

/** Ends the session. Where the server cannot be told, the page stays and says so: nothing has ended then. */
export function useSignOut(): () => Promise<void> {
  const { client, leave } = useSession();
  const showToast = useToast();
  return useCallback(async () => {
    const result = await client.call("signOut", {});
    if (!result.ok) return showToast(problemText(result.problem));
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(null);
    channel.close();
    leave("signedOut");
  }, [client, leave, showToast]);
}

/** Another tab signed out: ask the server at once, so that nothing stays readable here. */
export function useSignOutElsewhere(client: Client): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener("message", () => void client.call("getSession", {}));
    return () => channel.close();
  }, [client]);
}
