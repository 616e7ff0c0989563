import { useQuery } from "@tanstack/react-query";
import type { ActivityEvent } from "@twinlatch/client";
import { Card, Rows } from "@twinlatch/ui";
import { useState } from "react";
import { Link } from "wouter";
import { messages } from "../../messages/messages.ts";
import { PATHS } from "../../paths.ts";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { recentActivityQuery } from "./activity-query.ts";
import { EventRow } from "./event-row.tsx";
import { NotMeDialog } from "./not-me-dialog.tsx";

/** What happened last, beside what protects the account. */
export function RecentActivityCard() {
  const { client } = useSession();
  const events = useQuery(recentActivityQuery(client));
  const [notMe, setNotMe] = useState<ActivityEvent | null>(null);
  return (
    <Card title={messages.activity.recentTitle}>
      <Loaded query={events}>
        {(data) => (
          <Rows>
            {data.map((event) => (
              <EventRow key={event.id} event={event} onNotMe={() => setNotMe(event)} />
            ))}
          </Rows>
        )}
      </Loaded>
      <Link href={PATHS.activity}>{messages.activity.seeAll}</Link>
      {notMe && <NotMeDialog event={notMe} onClose={() => setNotMe(null)} />}
    </Card>
  );
}
