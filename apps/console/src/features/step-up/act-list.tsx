import type { Challenge } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import styles from "./step-up.module.css";
import { type ActionText, actsOf } from "./step-up-action.ts";
import { useActionTexts } from "./use-action-texts.ts";

/** What the person is about to confirm: a sentence for one act, a list for several. */
export function ActList({ challenge }: { readonly challenge: Challenge }) {
  const actions = useActionTexts(challenge);
  const [first] = actions;
  if (first !== undefined && actions.length === 1) {
    return (
      <p>
        {messages.stepUp.aboutTo} <Act action={first} />.
      </p>
    );
  }
  return (
    <div>
      <p>{messages.stepUp.aboutTo}</p>
      <ol className={styles.acts}>
        {actions.map((action, index) => (
          // Acts are neither moved nor taken away.
          <li key={index}>
            <Act action={action} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Says that the confirmation is good for nothing else. */
export function OnlyThese({ challenge }: { readonly challenge: Challenge }) {
  const isOne = actsOf(challenge).length === 1;
  return (
    <p className={styles.note}>{isOne ? messages.stepUp.onlyThis : messages.stepUp.onlyThese}</p>
  );
}

function Act({ action }: { readonly action: ActionText }) {
  return (
    <>
      <em className={styles.action}>{action.verb}</em>
      {action.target && <strong className={styles.target}> “{action.target}”</strong>}
    </>
  );
}
