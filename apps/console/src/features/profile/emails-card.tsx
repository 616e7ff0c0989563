import type { EmailView } from "@twinlatch/client";
import { Actions, Button, Card, Rows } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { AddEmailDialog } from "./add-email-dialog.tsx";
import { ConfirmEmailDialog } from "./confirm-email-dialog.tsx";
import { EmailRow } from "./email-row.tsx";
import { RemoveEmailDialog } from "./remove-email-dialog.tsx";

/** What is open over the list. */
type Opened =
  | { readonly dialog: "add" }
  | { readonly dialog: "confirm" | "remove"; readonly email: EmailView };

/** The addresses of the account, and what can be done to them. */
export function EmailsCard({ emails }: { readonly emails: readonly EmailView[] }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const confirmed = emails.filter(({ status }) => status === "confirmed");
  return (
    <Card title={messages.profile.emailsTitle}>
      <p>{messages.profile.emailsIntro}</p>
      <Rows>
        {emails.map((email) => (
          <EmailRow
            key={email.id}
            email={email}
            isOnly={confirmed.length === 1}
            onConfirm={() => setOpened({ dialog: "confirm", email })}
            onRemove={() => setOpened({ dialog: "remove", email })}
          />
        ))}
      </Rows>
      <Actions>
        <Button onClick={() => setOpened({ dialog: "add" })}>{messages.profile.addEmail}</Button>
      </Actions>
      {opened?.dialog === "add" && (
        <AddEmailDialog
          onBegun={(email) => setOpened({ dialog: "confirm", email })}
          onClose={close}
        />
      )}
      {opened?.dialog === "confirm" && <ConfirmEmailDialog email={opened.email} onClose={close} />}
      {opened?.dialog === "remove" && <RemoveEmailDialog email={opened.email} onClose={close} />}
    </Card>
  );
}
