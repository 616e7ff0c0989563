import { useQuery } from "@tanstack/react-query";
import type { Challenge } from "@twinlatch/client";
import { useSession } from "../../session/session-context.ts";
import { emailsQuery, invitationsQuery, securityQuery } from "../../session/session-query.ts";
import { type ActionText, actionText, actsOf } from "./step-up-action.ts";

/** The words for what a challenge is about, with each target by the name that the server gives it. */
export function useActionTexts(challenge: Challenge): readonly ActionText[] {
  const { client, session } = useSession();
  const acts = actsOf(challenge);
  const isListed = (name: string) => acts.some(({ action }) => action === name);
  const { data: security } = useQuery(securityQuery(client));
  const { data: emails } = useQuery({
    ...emailsQuery(client),
    enabled: isListed("account.email.change"),
  });
  const { data: invitations } = useQuery({
    ...invitationsQuery(client),
    enabled: isListed("account.factor.approve"),
  });
  const known = {
    accountId: session.account.id,
    factors: security?.factors ?? [],
    emails: emails ?? [],
    invitations: invitations ?? [],
  };
  return acts.map((act) => actionText(act, known));
}
