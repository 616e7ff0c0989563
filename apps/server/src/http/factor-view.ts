import type { FactorView } from "@twinlatch/api-contract";
import { type FactorRecord, kindOfFactorId } from "@twinlatch/verifier";
import { formatTime, formatTimeOrNull } from "./format-time.ts";

/** A factor as its owner sees it: without its secret or number, in whatever form. */
export function factorView(factor: FactorRecord): FactorView {
  const { id, label, status, isDefault, createdAtMillis, lastUsedAtMillis } = factor;
  return {
    id,
    kind: kindOfFactorId(id),
    label,
    status,
    ...("hint" in factor && { hint: factor.hint, channel: factor.channel }),
    isDefault,
    createdAt: formatTime(createdAtMillis),
    lastUsedAt: formatTimeOrNull(lastUsedAtMillis),
  };
}
