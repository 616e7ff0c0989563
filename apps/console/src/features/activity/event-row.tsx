import type { ActivityEvent } from "@twinlatch/client";
import { Badge, Button } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { deviceText } from "../sessions/device-text.ts";
import styles from "./activity.module.css";
import { eventDetails, eventText, isRefusal } from "./event-text.ts";

export interface EventRowProps {
  readonly event: ActivityEvent;
  readonly onNotMe: () => void;
}

/** One entry of what happened, with the way to say that one did not do it. */
export function EventRow({ event, onNotMe }: EventRowProps) {
  const text = eventText(event);
  const moment = messages.time.moment(event.at);
  return (
    <li className={styles.row}>
      <div className={styles.rowText}>
        <p className={styles.name}>
          {text}
          {isRefusal(event) && <Badge tone="warning">{messages.activity.refused}</Badge>}
        </p>
        <EventFacts event={event} />
      </div>
      <Button
        variant="link"
        aria-label={messages.activity.notMeLabel(text, moment)}
        onClick={onNotMe}
      >
        {messages.activity.notMe}
      </Button>
    </li>
  );
}

/** All else that is known of an event: when, where, and with what. */
export function EventFacts({ event }: { readonly event: ActivityEvent }) {
  const details = eventDetails(event);
  return (
    <>
      <p className={styles.detail}>
        {messages.time.moment(event.at)} · {deviceText(event)} · {messages.sessions.place(event.ip)}
        {event.isThisSession && ` · ${messages.sessions.thisDevice}`}
      </p>
      {details.length > 0 && <p className={styles.detail}>{details.join(" · ")}</p>}
    </>
  );
}
