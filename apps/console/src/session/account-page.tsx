import type { ReactNode } from "react";
import { messages } from "../messages/messages.ts";
import { PageTitle } from "../page/page-title.tsx";
import { useTitle } from "../page/use-title.ts";
import styles from "./account-page.module.css";

/** Frame of one page of the account: its title, for the window too, and below it the cards. */
export function AccountPage(props: { readonly title: string; readonly children: ReactNode }) {
  useTitle(props.title);
  return (
    <div className={styles.page}>
      <div>
        <p className={styles.eyebrow}>{messages.session.accountSettings}</p>
        <PageTitle>{props.title}</PageTitle>
      </div>
      {props.children}
    </div>
  );
}
