import { Button } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import styles from "./sign-in.module.css";

/** Whose sign-in this is, so that nothing is asked twice, and the way out for anybody else. */
export function SigningInAs(props: { readonly email: string; readonly onNotMe: () => void }) {
  return (
    <p className={styles.who}>
      {messages.secondStep.signingInAs} <strong>{props.email}</strong>{" "}
      <Button variant="link" onClick={props.onNotMe}>
        {messages.secondStep.notYou}
      </Button>
    </p>
  );
}
