import type { FactorView } from "@twinlatch/api-contract";
import type { TotpFactor } from "@twinlatch/verifier";
import { formatTime, formatTimeOrNull } from "./format-time.ts";

/** An authenticator as its owner sees it: without its secret, in whatever form. */
export function factorView(factor: TotpFactor): FactorView {
  const { id, label, status, isDefault, createdAtMillis, lastUsedAtMillis } = factor;
  return {
    id,
    kind: "totp",
    label,
    status,
    isDefault,
    createdAt: formatTime(createdAtMillis),
    lastUsedAt: formatTimeOrNull(lastUsedAtMillis),
  };
}
