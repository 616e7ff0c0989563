import type { SecurityView } from "@twinlatch/client";
import { useSession } from "../../session/session-context.ts";
import { ReplacementBanner } from "../replacement/replacement-banner.tsx";
import { TrustedSignInLine } from "../trusted-devices/trusted-sign-in-line.tsx";
import { RecoveryBanner } from "./recovery-banner.tsx";

/** What is to be known before anything else: how this session began, and what is under way. */
export function SecurityBanners({ security }: { readonly security: SecurityView }) {
  const { session } = useSession();
  return (
    <>
      {session.recovery && <RecoveryBanner security={security} />}
      <TrustedSignInLine security={security} />
      <ReplacementBanner security={security} />
    </>
  );
}
