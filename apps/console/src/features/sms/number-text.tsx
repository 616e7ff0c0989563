import styles from "./sms.module.css";

/** A telephone number: from left to right in every language, and never broken. */
export function NumberText({ number }: { readonly number: string }) {
  return (
    <strong dir="ltr" className={styles.number}>
      {number}
    </strong>
  );
}
