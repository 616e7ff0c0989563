import { useQuery } from "@tanstack/react-query";
import type { Challenge } from "@twinlatch/client";
import { useSession } from "../../session/session-context.ts";
import { securityQuery } from "../../session/session-query.ts";
import { type ActionText, actionText } from "./step-up-action.ts";

/** The words for what a challenge is about, with its target by the name that the server gives it. */
export function useActionText(challenge: Challenge): ActionText {
  const { client, session } = useSession();
  const { data: security } = useQuery(securityQuery(client));
  return actionText(challenge, {
    accountId: session.account.id,
    factors: security?.factors ?? [],
  });
}
