import type { Mailer } from "@twinlatch/accounts";
import { DevelopmentOutbox, SmtpMailer } from "@twinlatch/delivery";
import type { Clock } from "@twinlatch/verifier";
import type { Settings } from "./config/settings.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Log } from "./log/log.ts";

/** What mails leave by. */
export interface ComposedMailer {
  readonly mailer: Mailer;
  /** What the outbox holds; undefined where mail really leaves. */
  readonly outbox: DevelopmentOutbox | undefined;
  /** Gives messages that wait a moment to go out, then gives up the rest. */
  readonly stop: () => Promise<void>;
}

/** How long a stopping process waits for mail; codes can be asked for again. */
const GRACE_MILLIS = 5_000;

/**
 * Mail by SMTP where a server is set, otherwise the outbox, which only development has.
 *
 * @throws SmtpConfigError when server or sender cannot be used
 */
export function composeMailer(
  settings: Settings,
  { clock, log, metrics }: { clock: Clock; log: Log; metrics: Metrics | undefined },
): ComposedMailer {
  if (settings.smtpUrl === undefined) {
    const outbox = new DevelopmentOutbox(clock);
    return { mailer: outbox, outbox, stop: async () => {} };
  }
  const mailer = new SmtpMailer({
    url: settings.smtpUrl,
    sender: { name: settings.productName, address: settings.mailFrom },
    requireTls: settings.mode === "production",
    clock,
    observer: {
      onDelivered({ attempts }) {
        log.info("mail_sent", { attempts });
        metrics?.countEvent("mail_sent");
      },
      onFailed({ attempts, reason }) {
        log.warn("mail_failed", { attempts, reason });
        metrics?.countEvent("mail_failed");
      },
    },
  });
  return { mailer, outbox: undefined, stop: () => mailer.stop(GRACE_MILLIS) };
}
