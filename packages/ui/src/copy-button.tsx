import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./visually-hidden.module.css";

const COPIED_MILLIS = 4_000;

export interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly copiedLabel: string;
  /** Said where the browser refuses: what to do instead. */
  readonly failedLabel: string;
}

type Outcome = "copied" | "failed" | null;

/** Copies a text and says so, on the button and once to screen readers. */
export function CopyButton({ text, label, copiedLabel, failedLabel }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  useEffect(() => {
    if (outcome !== "copied") return;
    const timer = setTimeout(() => setOutcome(null), COPIED_MILLIS);
    return () => clearTimeout(timer);
  }, [outcome]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  }
  const said = outcome && { copied: copiedLabel, failed: failedLabel }[outcome];
  return (
    <>
      <Button onClick={() => void copy()}>{outcome === "copied" ? copiedLabel : label}</Button>
      <span role="status" className={outcome === "failed" ? undefined : styles.visuallyHidden}>
        {said}
      </span>
    </>
  );
}
