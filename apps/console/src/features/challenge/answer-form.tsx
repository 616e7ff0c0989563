import type { FactorKind } from "@twinlatch/client";
import {
  Actions,
  Button,
  CodeField,
  DIALOG_FOCUS,
  Form,
  PasswordField,
  RecoveryCodeField,
} from "@twinlatch/ui";
import type { ReactNode } from "react";
import { messages } from "../../messages/messages.ts";
import type { AnswerEntryState } from "./use-answer-entry.ts";

interface FieldProps {
  readonly answer: AnswerEntryState;
  readonly hint?: ReactNode;
  readonly accountEmail?: string | undefined;
}

const FIELDS: Readonly<Record<FactorKind, (props: FieldProps) => ReactNode>> = {
  totp: SixDigits,
  sms: SixDigits,
  recovery_code: ({ answer }) => (
    <RecoveryCodeField
      label={messages.recoveryCode.label}
      hint={messages.recoveryCode.hint}
      error={answer.entry.error}
      value={answer.entry.text}
      onValueChange={answer.type}
      autoFocus
    />
  ),
  password: ({ answer, accountEmail }) => (
    <>
      {/* Tells password managers whose password it is. */}
      <input hidden readOnly autoComplete="username" value={accountEmail} />
      <PasswordField
        label={messages.password.label}
        showLabel={messages.common.show}
        error={answer.entry.error}
        value={answer.entry.text}
        onChange={(event) => answer.type(event.target.value)}
        autoComplete="current-password"
        {...{ [DIALOG_FOCUS]: true }}
      />
    </>
  ),
};

export interface AnswerFormProps {
  readonly kind: FactorKind;
  readonly answer: AnswerEntryState;
  readonly submitLabel: string;
  /** Below the field's label. */
  readonly hint?: ReactNode;
  /** Whose password is asked for. */
  readonly accountEmail?: string | undefined;
  /** Between the field and the button. */
  readonly children?: ReactNode;
  /** Beside the button. */
  readonly actions?: ReactNode;
}

/** The one field that takes an answer of this kind, and the button that sends it. */
export function AnswerForm(props: AnswerFormProps) {
  const { kind, answer, submitLabel, hint, accountEmail, children, actions } = props;
  const AnswerField = FIELDS[kind];
  return (
    <Form onSubmit={answer.press} pending={answer.pending} failures={answer.entry.failures}>
      <AnswerField answer={answer} hint={hint} accountEmail={accountEmail} />
      {children}
      <Actions>
        <Button type="submit" variant="primary" pending={answer.pending}>
          {submitLabel}
        </Button>
        {actions}
      </Actions>
    </Form>
  );
}

function SixDigits({ answer, hint }: FieldProps) {
  return (
    <CodeField
      label={messages.code.label}
      hint={hint}
      error={answer.entry.error}
      value={answer.entry.text}
      onValueChange={answer.type}
      autoFocus
      {...{ [DIALOG_FOCUS]: true }}
    />
  );
}
