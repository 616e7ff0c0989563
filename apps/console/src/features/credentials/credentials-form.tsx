import { Banner, Button, Form, PasswordField, TextField } from "@twinlatch/ui";
import { useId } from "react";
import { messages } from "../../messages/messages.ts";
import type { CredentialsEntry } from "./credentials-entry.ts";

export interface CredentialsFormProps {
  readonly entry: CredentialsEntry;
  readonly onEntryChange: (entry: CredentialsEntry) => void;
  readonly onSubmit: () => void;
  readonly pending: boolean;
  readonly submitLabel: string;
  /** Whether the password is being chosen, or entered again. */
  readonly passwordIs: "new" | "current";
  /** Where typing begins. */
  readonly startsAt: "email" | "password";
}

/** E-mail and password. What the server refuses stands above both, since it says no more than that. */
export function CredentialsForm(props: CredentialsFormProps) {
  const { entry, onEntryChange, passwordIs, startsAt } = props;
  const refusalId = useId();
  return (
    <>
      {entry.refusal && (
        <Banner tone="danger" alert>
          <p id={refusalId}>{entry.refusal}</p>
        </Banner>
      )}
      <Form onSubmit={props.onSubmit} pending={props.pending} failures={entry.failures}>
        <TextField
          label={messages.email.label}
          type="email"
          name="email"
          autoComplete="username webauthn"
          autoFocus={startsAt === "email"}
          value={entry.email}
          error={entry.emailError}
          onChange={(event) => onEntryChange({ ...entry, email: event.target.value })}
        />
        <PasswordField
          label={messages.password.label}
          hint={passwordIs === "new" ? messages.password.advice : undefined}
          showLabel={messages.common.show}
          name="password"
          autoComplete={`${passwordIs}-password`}
          autoFocus={startsAt === "password"}
          value={entry.password}
          error={entry.passwordError}
          errorElsewhereId={entry.isRefused ? refusalId : undefined}
          onChange={(event) => onEntryChange({ ...entry, password: event.target.value })}
        />
        <Button type="submit" variant="primary" wide pending={props.pending}>
          {props.submitLabel}
        </Button>
      </Form>
    </>
  );
}
