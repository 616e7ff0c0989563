import { Banner, Card } from "@twinlatch/ui";
import { Link } from "wouter";
import { messages } from "../../messages/messages.ts";
import { PATHS } from "../../paths.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { useSession } from "../../session/session-context.ts";
import { PasswordCard } from "./password-card.tsx";

const texts = messages.profile;

/** All there is of an account whose password is retired: a way to choose a new one. */
export function RetiredPasswordPage() {
  const { session } = useSession();
  return (
    <AccountPage title={texts.retiredTitle}>
      <Banner tone="warning">{texts.retiredText}</Banner>
      {session.recovery ? <ResetCard email={session.account.email} /> : <PasswordCard />}
    </AccountPage>
  );
}

/** Behind a recovery code a password is not changed: it is reset by mail, which needs none. */
function ResetCard({ email }: { readonly email: string }) {
  return (
    <Card title={texts.passwordTitle}>
      <p>{texts.retiredInRecovery}</p>
      <p>
        <Link href={PATHS.forgotPassword} state={{ email }}>
          {texts.resetByMail}
        </Link>
      </p>
    </Card>
  );
}
