import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Actions, Button } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { otherWays, wayLabel } from "../challenge/challenge-way.ts";
import styles from "./sign-in.module.css";

export interface OtherWaysProps {
  readonly challenge: Challenge;
  /** The way shown first. */
  readonly current: ChallengeFactor;
  readonly onChoose: (way: ChallengeFactor) => void;
  readonly onNone: () => void;
  readonly onBack: () => void;
}

/** The ways this sign-in can be answered beside the one shown first. */
export function OtherWays({ challenge, current, onChoose, onNone, onBack }: OtherWaysProps) {
  return (
    <EntryPage screen={messages.secondStep.screen} title={messages.secondStep.otherWaysTitle}>
      <ul className={styles.ways}>
        {otherWays(challenge, current).map((way) => (
          <li key={way.id}>
            <Button wide onClick={() => onChoose(way)}>
              {wayLabel(way, challenge)}
            </Button>
          </li>
        ))}
      </ul>
      <p>
        <Button variant="link" onClick={onNone}>
          {messages.secondStep.cannotUseAny}
        </Button>
      </p>
      <Actions>
        <Button onClick={onBack}>{messages.common.back}</Button>
      </Actions>
    </EntryPage>
  );
}
