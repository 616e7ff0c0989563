import type { ComponentProps, MouseEvent } from "react";
import styles from "./button.module.css";

export type ButtonVariant = "primary" | "secondary" | "danger" | "link";

export interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  /** Default: `secondary`. `link` is for ways that lead aside, such as "Use another way". */
  readonly variant?: ButtonVariant;
  /** Something is under way: it keeps the focus, does nothing more, and looks busy once that takes a while. */
  readonly pending?: boolean;
  /** It cannot be pressed yet, and says why itself: it keeps the focus and does nothing. */
  readonly waiting?: boolean;
  readonly wide?: boolean;
}

export function Button({
  variant = "secondary",
  pending = false,
  waiting = false,
  wide = false,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  // Not `disabled`: that would drop the focus and silence a screen reader in the middle.
  const isIdle = pending || waiting;
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (isIdle) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- it has one: the property's default is "button"
      type={type}
      className={[buttonClass(variant, wide), pending && styles.pending].filter(Boolean).join(" ")}
      aria-disabled={isIdle || undefined}
      onClick={press}
    />
  );
}

/** The look of a button for a link (`<a>`) that acts like one. */
export function buttonClass(variant: ButtonVariant, wide = false): string {
  return [styles.button, styles[variant], wide && styles.wide].filter(Boolean).join(" ");
}
