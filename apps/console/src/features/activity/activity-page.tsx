import { useInfiniteQuery } from "@tanstack/react-query";
import type { ActivityEvent } from "@twinlatch/client";
import { Actions, Button, Card, Detail, Rows } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { activityQuery } from "./activity-query.ts";
import { EventRow } from "./event-row.tsx";
import { NotMeDialog } from "./not-me-dialog.tsx";

/** `/account/activity` */
export function ActivityPage() {
  const { client } = useSession();
  const query = useInfiniteQuery(activityQuery(client));
  const [notMe, setNotMe] = useState<ActivityEvent | null>(null);
  return (
    <AccountPage title={messages.activity.title}>
      <Loaded query={query}>
        {({ events, hasSeveralPages }) => (
          <Card title={messages.activity.listTitle}>
            <p>{messages.activity.intro}</p>
            <Rows>
              {events.map((event) => (
                <EventRow key={event.id} event={event} onNotMe={() => setNotMe(event)} />
              ))}
            </Rows>
            {query.hasNextPage && (
              <Actions>
                <Button
                  pending={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {messages.activity.more}
                </Button>
              </Actions>
            )}
            {!query.hasNextPage && hasSeveralPages && (
              <Detail tabIndex={-1} ref={takeFocus}>
                {messages.activity.end}
              </Detail>
            )}
          </Card>
        )}
      </Loaded>
      {notMe && <NotMeDialog event={notMe} onClose={() => setNotMe(null)} />}
    </AccountPage>
  );
}

/** The button that was pressed for more is gone, and the focus with it. */
function takeFocus(element: HTMLElement | null) {
  if (document.activeElement === document.body) element?.focus();
}
