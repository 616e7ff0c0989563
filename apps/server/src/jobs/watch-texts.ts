import type { AccountsDeps } from "@twinlatch/accounts";
import { giveUpTexts } from "@twinlatch/verifier";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log/log.ts";

/** What was suspended in this time is told; the job runs once in it. */
export const TEXT_WATCH_MILLIS = 60_000;

/** Ends texts that nobody will finish, and tells the operator of prefixes that get none any more. */
export async function watchTexts(
  rules: Pick<AccountsDeps, "clock" | "textPolicy" | "unitOfWork">,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics | undefined },
): Promise<void> {
  const lost = await giveUpTexts(rules);
  if (lost > 0) log.warn("text_failed", { count: lost, reason: "nobody finished it" });
  const afterMillis = rules.clock.nowMillis() - TEXT_WATCH_MILLIS;
  const { length: count } = await rules.unitOfWork.read((stores) =>
    stores.textVolumes.listSuspended(afterMillis),
  );
  if (count === 0) return;
  log.error("prefixes_suspended", { count });
  metrics?.countEvent("prefixes_suspended", count);
}
