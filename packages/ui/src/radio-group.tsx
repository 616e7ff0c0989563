import { useId } from "react";
import styles from "./choice.module.css";

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Why it cannot be chosen; a choice without a reason can be. */
  readonly forbiddenBecause?: string | undefined;
}

export interface RadioGroupProps<Value extends string> {
  readonly legend: string;
  readonly value: Value;
  readonly options: readonly RadioOption<Value>[];
  readonly onValueChange: (value: Value) => void;
}

export function RadioGroup<Value extends string>({
  legend,
  value,
  options,
  onValueChange,
}: RadioGroupProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={`${styles.choice} ${styles.boxed}`}>
          <input
            type="radio"
            name={name}
            className={styles.control}
            checked={option.value === value}
            disabled={option.forbiddenBecause !== undefined}
            onChange={() => onValueChange(option.value)}
          />
          <span className={styles.text}>
            {option.label}
            {option.forbiddenBecause && (
              <span className={styles.hint}>{option.forbiddenBecause}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
