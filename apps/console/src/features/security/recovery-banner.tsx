import type { SecurityView } from "@twinlatch/client";
import { Banner } from "@twinlatch/ui";
import { messages } from "../../messages/en.ts";

/** After a sign-in with a recovery code: how many are left, and what to do now. */
export function RecoveryBanner({ security }: { readonly security: SecurityView }) {
  return (
    <Banner tone="warning">
      <p>
        <strong>{messages.security.recoveryBanner(security.recoveryCodes?.remaining ?? 0)}</strong>{" "}
        {messages.security.recoveryAdvice}
      </p>
    </Banner>
  );
}
