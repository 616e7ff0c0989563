import { type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import styles from "./form.module.css";

export interface FormProps {
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  /** While true, sending again does nothing. */
  readonly pending?: boolean;
  /** How often it was sent in vain: each time the focus goes to the first field with an error. */
  readonly failures?: number;
}

/** A form that is checked and answered in words of its own, not by the browser's bubbles. */
export function Form({ children, onSubmit, pending = false, failures = 0 }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failures === 0) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    // Typing then replaces a wrong code, and a password manager can still read it.
    if (field instanceof HTMLInputElement) field.select();
  }, [failures]);
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!pending) onSubmit();
  }
  return (
    <form ref={form} className={styles.form} noValidate aria-busy={pending} onSubmit={submit}>
      {children}
    </form>
  );
}

/** The buttons that end a form or a dialog, the way forward first in reading order. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
