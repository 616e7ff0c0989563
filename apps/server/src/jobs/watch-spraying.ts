import { type AccountsDeps, CONSOLE_PROJECT_ID } from "@twinlatch/accounts";
import { noticeSpraying } from "@twinlatch/verifier";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log/log.ts";

/** Looks once whether somebody guesses at many accounts, and says so where an operator looks. */
export async function watchSpraying(
  rules: Pick<AccountsDeps, "clock" | "random" | "unitOfWork">,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics | undefined },
): Promise<void> {
  const { outcome, suspects } = await noticeSpraying(rules, CONSOLE_PROJECT_ID);
  if (outcome !== "raised") return;
  log.error("spraying_noticed", { count: suspects });
  metrics?.countEvent("spraying_noticed");
}
