import { useQuery } from "@tanstack/react-query";
import type { InvitationView } from "@twinlatch/client";
import { Actions, Banner, Button, Card, CopyButton, Dialog, useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { invitationsQuery } from "../../session/session-query.ts";
import { useChange } from "../../session/use-change.ts";
import styles from "./factor-invitation.module.css";

/** For two people on one account: a link for the second, and what they set up by it. */
export function InvitationsCard() {
  const { client } = useSession();
  const { data: invitations = [] } = useQuery(invitationsQuery(client));
  const { change, pending, error } = useChange();
  const [link, setLink] = useState<string | null>(null);
  const create = () => change("createFactorInvitation", {}, (created) => setLink(created.link));
  return (
    <Card title={messages.invitation.title}>
      <p>{messages.invitation.intro}</p>
      {invitations.map((invitation) => (
        <Invitation key={invitation.id} invitation={invitation} />
      ))}
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      <Actions>
        <Button pending={pending} onClick={create}>
          {messages.invitation.create}
        </Button>
      </Actions>
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </Card>
  );
}

function Invitation({ invitation }: { readonly invitation: InvitationView }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const { id, enrolled, expiresAt } = invitation;
  const params = { id };
  const { invitation: texts } = messages;
  return (
    <Banner tone={enrolled ? "warning" : "neutral"}>
      <p>
        {enrolled
          ? texts.enrolled(enrolled.label, enrolled.at, enrolled.ip)
          : texts.waiting(expiresAt)}
      </p>
      {error && <p role="alert">{error}</p>}
      <Actions>
        {enrolled && (
          <Button
            pending={pending}
            onClick={() =>
              change("approveFactorInvitation", { params }, () =>
                showToast(texts.approvedToast(enrolled.label)),
              )
            }
          >
            {texts.approve}
          </Button>
        )}
        <Button
          pending={pending}
          onClick={() =>
            change("cancelFactorInvitation", { params }, () => showToast(texts.cancelledToast))
          }
        >
          {texts.cancel}
        </Button>
      </Actions>
    </Banner>
  );
}

function LinkDialog({ link, onClose }: { readonly link: string; readonly onClose: () => void }) {
  return (
    <Dialog title={messages.invitation.linkTitle} onClose={onClose}>
      <p>{messages.invitation.linkText}</p>
      <code className={styles.link}>{link}</code>
      <Actions>
        <CopyButton
          text={link}
          label={messages.invitation.copy}
          copiedLabel={messages.common.copied}
          failedLabel={messages.common.copyFailed}
        />
        <Button variant="primary" onClick={onClose}>
          {messages.common.done}
        </Button>
      </Actions>
    </Dialog>
  );
}
