import { Button } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import styles from "./step-up.module.css";

const PERIOD_SECONDS = 30;

/** How long until the app shows another code. Still text, brought up to date when asked: nothing counts aloud. */
export function NextCodeHint() {
  const [seconds, setSeconds] = useState(secondsToNextCode);
  return (
    <p className={styles.hint}>
      {messages.code.nextIn(seconds)}{" "}
      <Button variant="link" onClick={() => setSeconds(secondsToNextCode())}>
        {messages.code.nextUpdate}
      </Button>
    </p>
  );
}

function secondsToNextCode(): number {
  return PERIOD_SECONDS - (Math.floor(Date.now() / 1000) % PERIOD_SECONDS);
}
