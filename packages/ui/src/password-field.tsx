import { type ComponentProps, useState } from "react";
import styles from "./field.module.css";
import { Field, type FieldText } from "./field.tsx";

export interface PasswordFieldProps
  extends FieldText,
    Omit<ComponentProps<"input">, "className" | "id" | "type" | "autoComplete"> {
  /** `new-password` where one is chosen: managers then offer to make it. */
  readonly autoComplete: "current-password" | "new-password";
  /** Text of the button that makes the password readable. */
  readonly showLabel: string;
  /** Id of a message elsewhere on the page that says what is wrong. */
  readonly errorElsewhereId?: string | undefined;
}

/** A password with a button that shows it. Pasting is never blocked. */
export function PasswordField(props: PasswordFieldProps) {
  const { label, hint, error, showLabel, errorElsewhereId, ...input } = props;
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} errorElsewhereId={errorElsewhereId}>
      {(tied) => (
        <>
          <input
            {...input}
            {...tied}
            type={shown ? "text" : "password"}
            autoCapitalize="none"
            spellCheck={false}
            className={`${styles.input} ${styles.password}`}
          />
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {showLabel}
          </button>
        </>
      )}
    </Field>
  );
}
