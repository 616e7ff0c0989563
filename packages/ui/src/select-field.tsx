import type { ComponentProps } from "react";
import styles from "./field.module.css";
import { Field, type FieldText } from "./field.tsx";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps
  extends FieldText,
    Pick<ComponentProps<"select">, "autoComplete" | "name"> {
  /** Empty while nothing is chosen. */
  readonly value: string;
  readonly options: readonly SelectOption[];
  /** Stands in the list while nothing is chosen, and cannot be chosen. */
  readonly placeholder: string;
  readonly onValueChange: (value: string) => void;
}

/** One of many, in the browser's own list: phones show it full size, and typing finds an entry. */
export function SelectField(props: SelectFieldProps) {
  const { label, hint, error, options, placeholder, onValueChange, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(tied) => (
        <select
          {...select}
          {...tied}
          className={`${styles.input} ${styles.select}`}
          onChange={(event) => onValueChange(event.target.value)}
        >
          {select.value === "" && (
            <option value="" disabled>
              {placeholder}
            </option>
          )}
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
