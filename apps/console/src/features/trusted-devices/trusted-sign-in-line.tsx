import type { SecurityView } from "@twinlatch/client";
import { Detail } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { TRUSTED_DEVICES_ID } from "./trusted-devices-card.tsx";

/** Says why no code was asked for, so that nobody who forgot the box takes the second step for switched off. */
export function TrustedSignInLine({ security }: { readonly security: SecurityView }) {
  const { session } = useSession();
  if (!session.trustedDevice || security.signInSetting !== "once_per_device") return null;
  return (
    <Detail>
      {messages.trustedDevices.whyNoCode} (
      <a href={`#${TRUSTED_DEVICES_ID}`}>{messages.trustedDevices.manage}</a>)
    </Detail>
  );
}
