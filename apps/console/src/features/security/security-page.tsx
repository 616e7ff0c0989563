import { useQuery } from "@tanstack/react-query";
import type { SecurityView } from "@twinlatch/client";
import { Banner, Button } from "@twinlatch/ui";
import { messages } from "../../messages/en.ts";
import { problemText } from "../../messages/problem-text.ts";
import { Loading } from "../../page/loading.tsx";
import { PageTitle } from "../../page/page-title.tsx";
import { useTitle } from "../../page/use-title.ts";
import { useSession } from "../../session/session-context.ts";
import { ProblemError, securityQuery } from "../../session/session-query.ts";
import { EnrolmentProvider } from "../totp/enrolment-provider.tsx";
import { RecoveryBanner } from "./recovery-banner.tsx";
import styles from "./security.module.css";
import { SettingsCard } from "./settings-card.tsx";
import { StatusCard } from "./status-card.tsx";
import { WaysCard } from "./ways-card.tsx";

/** `/account/security` */
export function SecurityPage() {
  useTitle(messages.security.screen);
  const { client } = useSession();
  const { data: security, error, refetch } = useQuery(securityQuery(client));
  return (
    <div className={styles.page}>
      <div>
        <p className={styles.eyebrow}>{messages.security.eyebrow}</p>
        <PageTitle>{messages.security.title}</PageTitle>
      </div>
      {security && <SecurityCards security={security} />}
      {!security && !error && <Loading />}
      {!security && error instanceof ProblemError && (
        <Banner tone="danger" alert>
          <p>
            {messages.security.loadFailed} {problemText(error.problem)}
          </p>
          <Button onClick={() => void refetch()}>{messages.common.tryAgain}</Button>
        </Banner>
      )}
    </div>
  );
}

function SecurityCards({ security }: { readonly security: SecurityView }) {
  const { session } = useSession();
  return (
    <EnrolmentProvider security={security}>
      {session.recovery && <RecoveryBanner security={security} />}
      <StatusCard security={security} />
      <SettingsCard security={security} />
      <WaysCard security={security} />
    </EnrolmentProvider>
  );
}
