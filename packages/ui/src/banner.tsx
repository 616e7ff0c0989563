import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import styles from "./banner.module.css";
import { AlertIcon, CheckIcon, InfoIcon } from "./icon.tsx";

const ICONS = {
  neutral: InfoIcon,
  success: CheckIcon,
  warning: AlertIcon,
  danger: AlertIcon,
} as const satisfies Record<Tone, () => ReactNode>;

export interface BannerProps {
  readonly tone: Tone;
  /** It appears in answer to something the person did, so a screen reader says it at once. */
  readonly alert?: boolean;
  readonly children: ReactNode;
}

export function Banner({ tone, alert = false, children }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={alert ? "alert" : undefined}>
      <Icon />
      <div className={styles.text}>{children}</div>
    </div>
  );
}
