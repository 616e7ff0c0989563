import { Banner } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { PasswordCard } from "./password-card.tsx";

/** All there is of an account whose password is retired: a way to choose a new one. */
export function RetiredPasswordPage() {
  return (
    <AccountPage title={messages.profile.retiredTitle}>
      <Banner tone="warning">{messages.profile.retiredText}</Banner>
      <PasswordCard />
    </AccountPage>
  );
}
