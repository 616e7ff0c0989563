import { useQuery } from "@tanstack/react-query";
import type { Challenge } from "@twinlatch/client";
import { useSession } from "../../session/session-context.ts";
import { emailsQuery, securityQuery } from "../../session/session-query.ts";
import { type ActionText, actionText } from "./step-up-action.ts";

/** The words for what a challenge is about, with its target by the name that the server gives it. */
export function useActionText(challenge: Challenge): ActionText {
  const { client, session } = useSession();
  const { data: security } = useQuery(securityQuery(client));
  const { data: emails } = useQuery({
    ...emailsQuery(client),
    enabled: challenge.action === "account.email.change",
  });
  return actionText(challenge, {
    accountId: session.account.id,
    factors: security?.factors ?? [],
    emails: emails ?? [],
  });
}
