import { useQuery } from "@tanstack/react-query";
import type { SecurityView } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import { AccountPage } from "../../session/account-page.tsx";
import { Loaded } from "../../session/loaded.tsx";
import { useSession } from "../../session/session-context.ts";
import { securityQuery } from "../../session/session-query.ts";
import { RecentActivityCard } from "../activity/recent-activity-card.tsx";
import { InvitationsCard } from "../factor-invitation/invitations-card.tsx";
import { EnrolmentProvider } from "../totp/enrolment-provider.tsx";
import { TrustedDevicesCard } from "../trusted-devices/trusted-devices-card.tsx";
import { SecurityBanners } from "./security-banners.tsx";
import { activeFactors } from "./security-state.ts";
import { SettingsCard } from "./settings-card.tsx";
import { StatusCard } from "./status-card.tsx";
import { WaysCard } from "./ways-card.tsx";

/** `/account/security` */
export function SecurityPage() {
  const { client } = useSession();
  const security = useQuery(securityQuery(client));
  return (
    <AccountPage title={messages.security.title}>
      <Loaded query={security}>{(data) => <SecurityCards security={data} />}</Loaded>
    </AccountPage>
  );
}

function SecurityCards({ security }: { readonly security: SecurityView }) {
  return (
    <EnrolmentProvider security={security}>
      <SecurityBanners security={security} />
      <StatusCard security={security} />
      <SettingsCard security={security} />
      <WaysCard security={security} />
      {security.signInSetting === "once_per_device" && <TrustedDevicesCard />}
      {activeFactors(security).length > 0 && <InvitationsCard />}
      <RecentActivityCard />
    </EnrolmentProvider>
  );
}
