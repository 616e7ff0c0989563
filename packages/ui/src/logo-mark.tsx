import styles from "./logo-mark.module.css";

/** Two latches that hold each other. Decoration: the product's name stands beside it. */
export function LogoMark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={styles.mark}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
    >
      <rect className={styles.ground} width="32" height="32" rx="8.5" />
      <path className={styles.line} d="M19.5 8.5h-6a5.5 5.5 0 0 0 0 11h3" />
      <path className={styles.line} d="M12.5 23.5h6a5.5 5.5 0 0 0 0-11h-3" />
    </svg>
  );
}
