import { useQuery } from "@tanstack/react-query";
import { messages } from "../../messages/messages.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { emailsQuery } from "../../session/session-query.ts";
import { DeleteCard } from "./delete-card.tsx";
import { EmailsCard } from "./emails-card.tsx";
import { PasswordCard } from "./password-card.tsx";

/** `/account/profile`: addresses, password, and the end of the account. */
export function ProfilePage() {
  const { client } = useSession();
  const emails = useQuery(emailsQuery(client));
  return (
    <AccountPage title={messages.profile.title}>
      <Loaded query={emails}>{(data) => <EmailsCard emails={data} />}</Loaded>
      <PasswordCard />
      <DeleteCard />
    </AccountPage>
  );
}
