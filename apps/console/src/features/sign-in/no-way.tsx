import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Button } from "@twinlatch/ui";
import { Link } from "wouter";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { PATHS } from "../../paths.ts";
import { CompleteReplacement } from "../replacement/complete-replacement.tsx";
import styles from "./sign-in.module.css";

export interface NoWayProps {
  readonly challenge: Challenge;
  readonly onChoose: (way: ChallengeFactor) => void;
  readonly onDone: () => void;
  readonly onBack?: (() => void) | undefined;
}

/**
 * What helps somebody who can answer in none of the ways. Whoever gets here knows the password and nothing
 * more, so it tells of this account only what the challenge says, and of its other sessions nothing.
 */
export function NoWay({ challenge, onChoose, onDone, onBack }: NoWayProps) {
  const code = challenge.factors.find((factor) => factor.kind === "recovery_code");
  const hasPhone = challenge.factors.some(({ kind }) => kind === "sms");
  const isPhonesOnly = hasPhone && challenge.factors.every(({ kind }) => kind !== "totp");
  return (
    <EntryPage
      screen={messages.secondStep.screen}
      title={messages.secondStep.noWayTitle}
      footer={<Link href={PATHS.signIn}>{messages.secondStep.backToSignIn}</Link>}
    >
      <CompleteReplacement challengeId={challenge.id} onDone={onDone} />
      <p>{messages.secondStep.noWayIntro}</p>
      <ol className={styles.help}>
        <li>
          {code ? messages.secondStep.noWayCodes : messages.secondStep.noWayNoCodes}{" "}
          {code && (
            <Button variant="link" onClick={() => onChoose(code)}>
              {messages.secondStep.recoveryTitle}
            </Button>
          )}
        </li>
        {hasPhone && <li>{messages.sms.noWayNumber}</li>}
        {!isPhonesOnly && (
          <>
            <li>{messages.secondStep.noWayPhone}</li>
            <li>{messages.secondStep.noWaySession}</li>
          </>
        )}
      </ol>
      <p className={styles.aside}>{messages.secondStep.noWayOperator(location.host)}</p>
      {onBack && <Button onClick={onBack}>{messages.secondStep.seeAllWays}</Button>}
    </EntryPage>
  );
}
