import type { ActivityEvent } from "@twinlatch/client";
import { Badge, Button, Detail, Row } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { deviceText } from "../sessions/device-text.ts";
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
    <Row
      name={
        <>
          {text}
          {isRefusal(event) && <Badge tone="warning">{messages.activity.refused}</Badge>}
        </>
      }
      actions={
        <Button
          variant="link"
          aria-label={messages.activity.notMeLabel(text, moment)}
          onClick={onNotMe}
        >
          {messages.activity.notMe}
        </Button>
      }
    >
      <EventFacts event={event} />
    </Row>
  );
}

/** All else that is known of an event: when, where, and with what. */
export function EventFacts({ event }: { readonly event: ActivityEvent }) {
  const details = eventDetails(event);
  return (
    <>
      <Detail>
        {messages.time.moment(event.at)} · {deviceText(event)} · {messages.sessions.place(event.ip)}
        {event.isThisSession && ` · ${messages.sessions.thisDevice}`}
      </Detail>
      {details.length > 0 && <Detail>{details.join(" · ")}</Detail>}
    </>
  );
}
