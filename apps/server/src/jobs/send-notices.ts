import { type AccountsDeps, deliverNotices } from "@twinlatch/accounts";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log/log.ts";

/** How long a stopping process waits for notices under way; another process sends the rest. */
const GRACE_MILLIS = 5_000;

type Rules = Pick<AccountsDeps, "clock" | "mailer" | "messageBox" | "unitOfWork">;

/** Sends the notices that are due. Once `signal` says stop, it begins no more. */
export async function sendNotices(
  rules: Rules,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics | undefined },
  signal: AbortSignal,
): Promise<void> {
  const report = await orGiveUp(deliverNotices(rules, signal), signal);
  if (report === undefined) return;
  const { sent, delayed, refused, unreadable } = report;
  if (sent > 0) log.info("mail_sent", { count: sent });
  if (delayed > 0) log.warn("mail_delayed", { count: delayed });
  if (refused > 0)
    log.warn("mail_failed", { count: refused, reason: "refused by the mail server" });
  if (unreadable > 0) {
    log.error("mail_delayed", { count: unreadable, reason: "sealed with a key that is missing" });
  }
  metrics?.countEvent("mail_sent", sent);
  metrics?.countEvent("mail_failed", refused);
}

/** What `work` brings; undefined when it takes too long after `signal` said stop. */
async function orGiveUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise: givenUp, resolve } = Promise.withResolvers<undefined>();
  const onAbort = () => setTimeout(() => resolve(undefined), GRACE_MILLIS).unref();
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
