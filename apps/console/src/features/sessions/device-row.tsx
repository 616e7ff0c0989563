import { Banner, ScreenIcon } from "@twinlatch/ui";
import type { ReactNode } from "react";
import styles from "./sessions.module.css";

export interface DeviceRowProps {
  /** What it is called, with what is remarkable about it. */
  readonly name: ReactNode;
  readonly detail: ReactNode;
  /** Why the action failed. */
  readonly error: string | null;
  /** The button that ends what it may do. */
  readonly action: ReactNode;
}

/** One device in a list, as its owner recognises it. */
export function DeviceRow({ name, detail, error, action }: DeviceRowProps) {
  return (
    <li className={styles.row}>
      <span className={styles.icon}>
        <ScreenIcon />
      </span>
      <div className={styles.rowText}>
        <p className={styles.name}>{name}</p>
        <p className={styles.detail}>{detail}</p>
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
      </div>
      {action}
    </li>
  );
}
