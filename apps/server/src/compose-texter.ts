import {
  createProviderHttp,
  createTextCarrier,
  createTextProviders,
  DevelopmentOutbox,
  type ReceiptReader,
  type TextObserver,
} from "@twinlatch/delivery";
import type { Clock, DeliveryReceipt, TextCarrier } from "@twinlatch/verifier";
import type { Settings } from "./config/settings.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Log } from "./log/log.ts";

/** What texts leave by. */
export interface ComposedTexter {
  /** Undefined: nobody is texted by this installation. */
  readonly carrier: TextCarrier | undefined;
  /** What the outbox shows, mails included; undefined where everything really leaves. */
  readonly outbox: DevelopmentOutbox | undefined;
  /** Read what providers report by HTTP, by the provider's name. */
  readonly receiptReaders: ReadonlyMap<string, ReceiptReader>;
  /** Lets go of connections that are kept. */
  readonly stop: () => Promise<void>;
}

interface TexterDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  /** Where mails go that do not leave. */
  readonly outbox: DevelopmentOutbox | undefined;
  /** Takes receipts that do not come by HTTP. */
  readonly onReceipt: (receipt: DeliveryReceipt) => Promise<void>;
}

/**
 * Texts by the configured providers; without them the outbox, which only development has.
 *
 * @throws TextConfigError when a secret is none that its provider can use
 */
export function composeTexter(settings: Settings, deps: TexterDeps): ComposedTexter {
  const { clock, log, onReceipt } = deps;
  const { texts, publicUrl } = settings;
  if (texts === undefined) {
    const own = settings.mode === "development" ? new DevelopmentOutbox(clock) : undefined;
    const outbox = deps.outbox ?? own;
    return { carrier: outbox, outbox, receiptReaders: new Map(), stop: async () => {} };
  }
  const { config, secretOf } = texts;
  const providers = createTextProviders(config, {
    clock,
    post: createProviderHttp(),
    secretOf,
    publicUrl,
    onReceipt,
    onLink: (provider, { isUp, code }) =>
      isUp
        ? log.info("text_link_up", { provider })
        : log.warn("text_link_down", { provider, code }),
  });
  return {
    carrier: createTextCarrier({ providers, clock, observer: observeTexts(deps) }),
    outbox: deps.outbox,
    receiptReaders: new Map(
      providers.flatMap(({ name, readReceipt }) =>
        readReceipt === undefined ? [] : [[name, readReceipt]],
      ),
    ),
    stop: async () => {
      await Promise.all(providers.map(async (provider) => provider.stop?.()));
    },
  };
}

function observeTexts({ log, metrics }: TexterDeps): TextObserver {
  return {
    onHandedOver({ provider, channel, elapsedMillis }) {
      log.info("text_sent", { provider, channel, durationMillis: Math.round(elapsedMillis) });
      metrics?.countText({ provider, channel, outcome: "handed_over" });
    },
    onRefused({ provider, channel, reason, code }) {
      log.warn("text_refused", { provider, channel, reason, code });
      metrics?.countText({ provider, channel, outcome: "refused" });
    },
    onUncertain({ provider, channel, reason, code }) {
      log.warn("text_uncertain", { provider, channel, reason, code });
      metrics?.countText({ provider, channel, outcome: "uncertain" });
    },
    onBusy({ provider, channel }) {
      log.warn("text_provider_busy", { provider, channel });
      metrics?.countText({ provider, channel, outcome: "busy" });
    },
    onCircuitOpened({ provider, channel }) {
      log.error("text_provider_passed_over", { provider, channel });
      metrics?.setTextProviderPassedOver(provider, channel, true);
    },
    onCircuitClosed({ provider, channel }) {
      log.info("text_provider_asked_again", { provider, channel });
      metrics?.setTextProviderPassedOver(provider, channel, false);
    },
  };
}
