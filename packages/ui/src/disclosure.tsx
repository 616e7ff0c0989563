import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./disclosure.module.css";

export interface DisclosureProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** More about something, closed until asked for (ARIA APG "Disclosure"). */
export function Disclosure({ label, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.disclosure}>
      <Button
        variant="link"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </Button>
      <div id={id} hidden={!isOpen} className={styles.body}>
        {children}
      </div>
    </div>
  );
}
