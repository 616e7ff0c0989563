import { messages } from "../../messages/messages.ts";
import styles from "./sms.module.css";

/** What may hold a text message up. */
export function HoldUps() {
  return (
    <ul className={styles.holdUps}>
      {Object.entries(messages.sms.holdUps).map(([reason, text]) => (
        <li key={reason}>{text}</li>
      ))}
    </ul>
  );
}
