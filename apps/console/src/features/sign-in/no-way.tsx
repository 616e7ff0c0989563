import { Button } from "@twinlatch/ui";
import { Link } from "wouter";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { PATHS } from "../../paths.ts";
import styles from "./sign-in.module.css";

/** What helps somebody who can answer in none of the ways. */
export function NoWay({ onBack }: { readonly onBack?: (() => void) | undefined }) {
  return (
    <EntryPage
      screen={messages.secondStep.screen}
      title={messages.secondStep.noWayTitle}
      footer={<Link href={PATHS.signIn}>{messages.secondStep.backToSignIn}</Link>}
    >
      <p>{messages.secondStep.noWayIntro}</p>
      <ol className={styles.help}>
        <li>{messages.secondStep.noWayCodes}</li>
        <li>{messages.secondStep.noWayPhone}</li>
      </ol>
      <p className={styles.aside}>{messages.secondStep.noWayOperator(location.host)}</p>
      {onBack && <Button onClick={onBack}>{messages.secondStep.seeAllWays}</Button>}
    </EntryPage>
  );
}
