import type { ComponentProps, ReactNode } from "react";
import { Banner } from "./banner.tsx";
import styles from "./row.module.css";

/** A list of things, one below the other, with a line between them. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>;
}

export interface RowsHeadProps {
  readonly title: string;
  /** Beside the title, such as a badge. */
  readonly aside?: ReactNode;
  /** Whether other rows stand above it. */
  readonly isApart?: boolean;
  readonly children?: ReactNode;
}

/** What stands above rows of one kind, where a card has several. */
export function RowsHead({ title, aside, isApart = false, children }: RowsHeadProps) {
  return (
    <div className={isApart ? `${styles.head} ${styles.apart}` : styles.head}>
      <div className={styles.titleLine}>
        <h3 className={styles.title}>{title}</h3>
        {aside}
      </div>
      {children}
    </div>
  );
}

export interface RowProps {
  /** What kind of thing it is, for the eye alone. */
  readonly icon?: ReactNode;
  /** What it is called, with what is remarkable about it. */
  readonly name: ReactNode;
  /** What more is known of it: lines of `Detail`. */
  readonly children?: ReactNode;
  /** What can be done to it. */
  readonly actions?: ReactNode;
  /** Why that failed; null when it did not. */
  readonly error?: string | null;
}

/** One thing in a list. */
export function Row({ icon, name, children, actions, error = null }: RowProps) {
  return (
    <li className={styles.row}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <div className={styles.text}>
        <div className={styles.name}>{name}</div>
        {children}
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
      </div>
      {actions}
    </li>
  );
}

/** A line of what more is known of something, quieter than what it is called. */
export function Detail(props: Omit<ComponentProps<"p">, "className">) {
  return <p {...props} className={styles.detail} />;
}
