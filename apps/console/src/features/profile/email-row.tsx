import type { EmailView } from "@twinlatch/client";
import { Badge, Button, Detail, Menu, MoreIcon, Row, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";

export interface EmailRowProps {
  readonly email: EmailView;
  /** Whether the account has no other confirmed one. */
  readonly isOnly: boolean;
  readonly onConfirm: () => void;
  readonly onRemove: () => void;
}

/** One address, with what can be done to it. */
export function EmailRow({ email, isOnly, onConfirm, onRemove }: EmailRowProps) {
  const { change, error } = useChange();
  const showToast = useToast();
  const texts = messages.profile;
  const isPending = email.status === "pending";
  function makePrimary() {
    change("preferEmail", { params: { id: email.id }, body: { isPrimary: true } }, () =>
      showToast(texts.primaryToast(email.email)),
    );
  }
  return (
    <Row
      name={
        <>
          <bdi>{email.email}</bdi>
          {email.isPrimary && <Badge tone="neutral">{texts.primary}</Badge>}
        </>
      }
      error={error}
      actions={
        <>
          {isPending && (
            <Button onClick={onConfirm} aria-label={texts.enterCodeFor(email.email)}>
              {texts.enterCode}
            </Button>
          )}
          {!isPending && !isOnly && (
            <Menu
              label={texts.more(email.email)}
              trigger={<MoreIcon />}
              items={[
                ...(email.isPrimary ? [] : [{ label: texts.makePrimary, onSelect: makePrimary }]),
                { label: texts.remove, onSelect: onRemove, danger: true },
              ]}
            />
          )}
        </>
      }
    >
      <Detail>
        {isPending ? texts.waiting : texts.added(messages.time.date(email.createdAt))}
      </Detail>
    </Row>
  );
}
