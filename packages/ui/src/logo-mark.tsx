import styles from "./logo-mark.module.css";

/** Two links that hold each other, one over, one under. Decoration: the product's name stands beside it. */
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
      <rect className={styles.ground} width="32" height="32" rx="8" />
      <rect className={styles.line} x="6.5" y="6.5" width="12.5" height="12.5" rx="4.5" />
      <path className={styles.gap} d="M13 16.5v5" />
      <rect className={styles.line} x="13" y="13" width="12.5" height="12.5" rx="4.5" />
      <path className={styles.gap} d="M19 10.5v5" />
      <path className={styles.line} d="M19 10.5v5" />
    </svg>
  );
}
