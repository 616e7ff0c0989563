import type { SessionEntry } from "@twinlatch/client";
import { Badge, Button, Detail, Row, ScreenIcon, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { deviceText } from "./device-text.ts";

/** One open session, as its owner recognises it, with the button that ends it. */
export function SessionRow({ entry }: { readonly entry: SessionEntry }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const device = deviceText(entry);
  function end() {
    change("revokeSession", { params: { id: entry.id } }, () =>
      showToast(messages.sessions.endedToast(device)),
    );
  }
  return (
    <Row
      icon={<ScreenIcon />}
      name={
        <>
          {device}
          {entry.isCurrent && <Badge tone="success">{messages.sessions.thisDevice}</Badge>}
          {entry.recovery && <Badge tone="warning">{messages.sessions.byRecoveryCode}</Badge>}
        </>
      }
      error={error}
      actions={
        !entry.isCurrent && (
          <Button pending={pending} onClick={end} aria-label={messages.sessions.endLabel(device)}>
            {messages.session.signOut}
          </Button>
        )
      }
    >
      <Detail>
        {messages.sessions.place(entry.ip)} · {messages.sessions.lastUsed(entry.lastUsedAt)} ·{" "}
        {messages.sessions.signedIn(entry.createdAt)}
      </Detail>
    </Row>
  );
}
