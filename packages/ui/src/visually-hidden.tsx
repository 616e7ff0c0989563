import type { ReactNode } from "react";
import styles from "./visually-hidden.module.css";

export interface VisuallyHiddenProps {
  /** `status`: what comes to stand in it is read out. */
  readonly role?: "status";
  readonly children: ReactNode;
}

/** Text for screen readers only. */
export function VisuallyHidden({ role, children }: VisuallyHiddenProps) {
  return (
    <span role={role} className={styles.visuallyHidden}>
      {children}
    </span>
  );
}
