import { Actions, Button, Card } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { DeleteAccountDialog } from "./delete-account-dialog.tsx";

export function DeleteCard() {
  const [isDeleting, setIsDeleting] = useState(false);
  return (
    <Card title={messages.profile.deleteTitle}>
      <p>{messages.profile.deleteText}</p>
      <Actions>
        <Button variant="danger" onClick={() => setIsDeleting(true)}>
          {messages.profile.deleteAccount}
        </Button>
      </Actions>
      {isDeleting && <DeleteAccountDialog onClose={() => setIsDeleting(false)} />}
    </Card>
  );
}
