import type { ComponentProps } from "react";
import styles from "./field.module.css";
import { Field, type FieldText } from "./field.tsx";

export interface TextFieldProps
  extends FieldText,
    Omit<ComponentProps<"input">, "className" | "id" | "type"> {
  readonly type?: "text" | "email" | "tel";
}

export function TextField({ label, hint, error, type = "text", ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(tied) => <input {...input} {...tied} type={type} className={styles.input} />}
    </Field>
  );
}
