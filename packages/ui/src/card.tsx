import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

export interface CardProps {
  readonly title: string;
  /** Where links on the page lead to; it can take the focus then. */
  readonly id?: string;
  /** Beside the title, such as a badge. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One section of a page, named by its heading. */
export function Card({ title, id, aside, children }: CardProps) {
  const titleId = useId();
  return (
    <section
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      className={styles.card}
      aria-labelledby={titleId}
    >
      <div className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
