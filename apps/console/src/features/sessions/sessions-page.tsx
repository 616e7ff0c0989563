import { useQuery } from "@tanstack/react-query";
import type { SessionEntry } from "@twinlatch/client";
import { Actions, Banner, Button, Card, Detail, Rows, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { sessionsQuery } from "../../session/session-query.ts";
import { useChange } from "../../session/use-change.ts";
import { SessionRow } from "./session-row.tsx";

/** `/account/sessions` */
export function SessionsPage() {
  const { client } = useSession();
  const sessions = useQuery(sessionsQuery(client));
  return (
    <AccountPage title={messages.sessions.title}>
      <Loaded query={sessions}>{(data) => <SessionsCard sessions={data} />}</Loaded>
    </AccountPage>
  );
}

function SessionsCard({ sessions }: { readonly sessions: readonly SessionEntry[] }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  function endOthers() {
    change("revokeOtherSessions", {}, () => showToast(messages.sessions.othersEndedToast));
  }
  return (
    <Card title={messages.sessions.listTitle}>
      <p>{messages.sessions.intro}</p>
      <Rows>
        {sessions.map((entry) => (
          <SessionRow key={entry.id} entry={entry} />
        ))}
      </Rows>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      {hasOthers ? (
        <Actions>
          <Button pending={pending} onClick={endOthers}>
            {messages.sessions.endOthers}
          </Button>
        </Actions>
      ) : (
        <Detail>{messages.sessions.noOthers}</Detail>
      )}
    </Card>
  );
}
