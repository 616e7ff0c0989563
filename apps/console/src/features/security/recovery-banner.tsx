import type { SecurityView } from "@twinlatch/client";
import { Banner } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { areFewCodes } from "./security-state.ts";

/** After a sign-in with a recovery code: how many are left, and what to do now. */
export function RecoveryBanner({ security }: { readonly security: SecurityView }) {
  const remaining = security.recoveryCodes?.remaining ?? 0;
  return (
    <Banner tone="warning">
      <p>
        <strong>{messages.security.recoveryBanner(remaining)}</strong>{" "}
        {messages.security.recoveryAdvice(remaining > 0)}
        {areFewCodes(remaining) && ` ${messages.security.recoveryFew}`}
      </p>
    </Banner>
  );
}
