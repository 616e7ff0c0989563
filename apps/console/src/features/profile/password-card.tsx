import { Actions, Button, Card } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { ChangePasswordDialog } from "./change-password-dialog.tsx";

export function PasswordCard() {
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Card title={messages.profile.passwordTitle}>
      <p>{messages.profile.passwordText}</p>
      <Actions>
        <Button onClick={() => setIsChanging(true)}>{messages.profile.changePassword}</Button>
      </Actions>
      {isChanging && <ChangePasswordDialog onClose={() => setIsChanging(false)} />}
    </Card>
  );
}
