import { Button, type ButtonVariant, VisuallyHidden } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import styles from "./sms.module.css";
import { useSecondsLeft } from "./use-seconds-left.ts";

export interface WaitButtonProps {
  readonly label: string;
  /** What it says while it cannot be pressed yet. */
  readonly waitLabel: (wait: string) => string;
  readonly waitUntilMillis: number;
  readonly pending: boolean;
  readonly onPress: () => void;
  readonly variant?: ButtonVariant;
}

/** Left when the time is at its longest in words: a longer wait is in minutes. */
const LONGEST_SECONDS = 59;

/**
 * A button that has to wait: it keeps the focus and says how long. The seconds run for the eye alone; a
 * screen reader is told the time that was left when the wait began, and anew when it comes to the button.
 * It has room for the longest of its texts at all times, so that what is below it never moves.
 */
export function WaitButton(props: WaitButtonProps) {
  const { label, waitLabel, waitUntilMillis, pending, onPress, variant = "secondary" } = props;
  const leftSeconds = useSecondsLeft(waitUntilMillis);
  const [told, setTold] = useState({ waitUntilMillis, leftSeconds });
  if (told.waitUntilMillis !== waitUntilMillis) setTold({ waitUntilMillis, leftSeconds });
  const isWaiting = leftSeconds > 0;
  const waitText = (seconds: number) => waitLabel(messages.time.wait(seconds));
  return (
    <Button
      variant={variant}
      pending={pending}
      waiting={isWaiting}
      onClick={onPress}
      onFocus={() => setTold({ waitUntilMillis, leftSeconds })}
    >
      <span className={styles.room} data-label={label} data-wait={waitText(LONGEST_SECONDS)}>
        {isWaiting ? (
          <span aria-hidden="true" className={styles.wait}>
            {waitText(leftSeconds)}
          </span>
        ) : (
          <span>{label}</span>
        )}
      </span>
      {isWaiting && <VisuallyHidden>{waitText(told.leftSeconds)}</VisuallyHidden>}
    </Button>
  );
}
