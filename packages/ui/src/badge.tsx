import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type Tone = "neutral" | "success" | "warning" | "danger";

/** A state in one word. The word carries the meaning, the colour repeats it. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
