import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Button } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { wayLabel } from "../challenge/challenge-way.ts";
import styles from "./step-up.module.css";

/** The other ways to confirm, closed until asked for. */
export function OtherWayButtons(props: {
  readonly challenge: Challenge;
  readonly ways: readonly ChallengeFactor[];
  readonly onWay: (way: ChallengeFactor) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  if (props.ways.length === 0) return null;
  if (!isOpen) {
    return (
      <p>
        <Button variant="link" onClick={() => setIsOpen(true)}>
          {messages.common.otherWay}
        </Button>
      </p>
    );
  }
  return (
    <ul className={styles.ways} ref={focusFirstWay}>
      {props.ways.map((way) => (
        <li key={way.id}>
          <Button wide onClick={() => props.onWay(way)}>
            {wayLabel(way, props.challenge)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The button that showed the ways is gone, and the focus with it. */
function focusFirstWay(list: HTMLElement | null) {
  list?.querySelector("button")?.focus();
}
