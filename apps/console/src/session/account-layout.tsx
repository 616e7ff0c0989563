import { LogoMark, Menu, PersonIcon } from "@twinlatch/ui";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { messages } from "../messages/messages.ts";
import { HelpLink } from "../page/help-link.tsx";
import { PATHS } from "../paths.ts";
import { PRODUCT_NAME } from "../product.ts";
import { AccountLanguage } from "./account-language.tsx";
import styles from "./account-layout.module.css";
import { ACCOUNT_PAGES } from "./account-pages.ts";
import { useSession } from "./session-context.ts";
import { useSignOut } from "./sign-out.tsx";

/** Frame of the signed-in pages: product and host, account menu, the pages to choose from, content. */
export function AccountLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a className={styles.skip} href="#content">
        {messages.common.skipToContent}
      </a>
      <header className={styles.bar}>
        <Link href="/" className={styles.brand}>
          <LogoMark size={28} />
          <span className={styles.product}>{PRODUCT_NAME}</span>
          <span className={styles.host} dir="ltr">
            {location.host}
          </span>
        </Link>
        <AccountMenu />
      </header>
      <div className={styles.columns}>
        <AccountNavigation />
        <main id="content" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
      <footer className={styles.footer}>
        <HelpLink />
        <AccountLanguage />
      </footer>
    </>
  );
}

function AccountNavigation() {
  const [location] = useLocation();
  return (
    <nav className={styles.navigation} aria-label={messages.session.accountSettings}>
      <ul className={styles.pages}>
        {ACCOUNT_PAGES.map(({ path, label }) => (
          <li key={path}>
            <Link
              href={path}
              className={styles.page}
              aria-current={path === location ? "page" : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function AccountMenu() {
  const { session } = useSession();
  const signOut = useSignOut();
  const [, navigate] = useLocation();
  const { email } = session.account;
  return (
    <Menu
      label={messages.session.accountMenu(email)}
      trigger={<PersonIcon />}
      triggerClassName={styles.avatar}
      header={
        <>
          {messages.session.signedInAs}
          <strong className={styles.email}>{email}</strong>
        </>
      }
      items={[
        {
          label: messages.session.accountSettings,
          onSelect: () => navigate(PATHS.security),
        },
        { label: messages.session.signOut, onSelect: signOut },
      ]}
    />
  );
}
