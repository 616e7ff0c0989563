import { messages } from "../messages/messages.ts";
import styles from "./loading.module.css";

/** Says that something is coming; appears only when that takes a while. */
export function Loading() {
  return (
    <p className={styles.loading} role="status">
      {messages.common.loading}
    </p>
  );
}
