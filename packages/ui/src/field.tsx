import { type ReactNode, useId } from "react";
import styles from "./field.module.css";
import { AlertIcon } from "./icon.tsx";

/** What every field shows around its input. */
export interface FieldText {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value, or null. */
  readonly error?: string | null;
}

/** What ties an input to its label, hint and error. */
export interface FieldInput {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps extends FieldText {
  readonly errorElsewhereId?: string | undefined;
  readonly children: (input: FieldInput) => ReactNode;
}

/** Label, hint and error around one input. */
export function Field({ label, hint, error, errorElsewhereId, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint && hintId, error && errorId, errorElsewhereId]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {hint && (
        <div className={styles.hint} id={hintId}>
          {hint}
        </div>
      )}
      {error && (
        <p className={styles.error} id={errorId}>
          <AlertIcon />
          {error}
        </p>
      )}
      <div className={styles.control}>
        {children({
          id,
          "aria-describedby": describedBy || undefined,
          "aria-invalid": error || errorElsewhereId ? true : undefined,
        })}
      </div>
    </div>
  );
}
