import { LogoMark } from "@twinlatch/ui";
import type { ReactNode } from "react";
import { messages } from "../messages/messages.ts";
import { PRODUCT_NAME } from "../product.ts";
import styles from "./entry-page.module.css";
import { HelpLink } from "./help-link.tsx";
import { LanguageSelect } from "./language-select.tsx";
import { PageTitle } from "./page-title.tsx";
import { useTitle } from "./use-title.ts";

export interface EntryPageProps {
  /** Name of the screen, for the window's title. */
  readonly screen: string;
  readonly title: string;
  readonly hasError?: boolean;
  readonly children: ReactNode;
  /** Below the card: where else one can go. */
  readonly footer?: ReactNode;
}

/**
 * A page of one card, for those who are not signed in. Product and host stand on top, so that a copy
 * of it at another address looks wrong.
 */
export function EntryPage({ screen, title, hasError, children, footer }: EntryPageProps) {
  useTitle(screen, hasError);
  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#content">
        {messages.common.skipToContent}
      </a>
      <header className={styles.brand}>
        <LogoMark size={40} />
        <div>
          <p className={styles.product}>{PRODUCT_NAME}</p>
          <p className={styles.host} dir="ltr">
            {location.host}
          </p>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.card}>
        <PageTitle>{title}</PageTitle>
        {children}
      </main>
      <footer className={styles.footer}>
        {footer && <div className={styles.links}>{footer}</div>}
        <HelpLink />
        <LanguageSelect />
      </footer>
    </div>
  );
}
