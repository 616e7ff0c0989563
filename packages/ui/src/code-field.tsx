import type { ChangeEvent, ComponentProps } from "react";
import styles from "./field.module.css";
import { Field, type FieldText } from "./field.tsx";

export interface CodeFieldProps
  extends FieldText,
    Pick<ComponentProps<"input">, "autoFocus" | "name"> {
  readonly value: string;
  /** Called with the text as it stands, blanks and dashes included. */
  readonly onValueChange: (value: string) => void;
}

/**
 * A numeric one-time code, in one plain input: autofill, password managers and pasting "123 456"
 * work only there. It has no maximum length, which would cut what is pasted.
 */
export function CodeField({ label, hint, error, onValueChange, ...input }: CodeFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(tied) => (
        <input
          {...input}
          {...tied}
          {...changes(onValueChange)}
          type="text"
          dir="ltr"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          className={`${styles.input} ${styles.code}`}
        />
      )}
    </Field>
  );
}

/** A recovery code: letters and numbers, so a text keyboard, and nothing that corrects or stores it. */
export function RecoveryCodeField({ label, hint, error, onValueChange, ...input }: CodeFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(tied) => (
        <input
          {...input}
          {...tied}
          {...changes(onValueChange)}
          type="text"
          dir="ltr"
          inputMode="text"
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          className={`${styles.input} ${styles.recoveryCode}`}
        />
      )}
    </Field>
  );
}

function changes(onValueChange: (value: string) => void) {
  return { onChange: (event: ChangeEvent<HTMLInputElement>) => onValueChange(event.target.value) };
}
