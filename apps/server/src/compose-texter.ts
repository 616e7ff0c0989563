import type { AccountsDeps } from "@twinlatch/accounts";
import {
  createProviderHttp,
  createTextCarrier,
  createTextProviders,
  DevelopmentOutbox,
  type ReceiptReader,
  type TextObserver,
  type TextProvider,
} from "@twinlatch/delivery";
import type { InstallationPorts } from "@twinlatch/installation";
import { type Clock, type DeliveryReceipt, StorageUnavailableError } from "@twinlatch/verifier";
import type { Settings } from "./config/settings.ts";
import { textPolicyOf } from "./config/text-policy.ts";
import type { ReceiptDeps } from "./http/delivery-receipts.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Log } from "./log/log.ts";

/** What texts leave by. */
export interface ComposedTexter {
  /** Whom to text and by what; undefined: nobody is texted by this installation. */
  readonly texts: InstallationPorts["texts"];
  /** What the outbox shows, mails included; undefined where everything really leaves. */
  readonly outbox: DevelopmentOutbox | undefined;
  readonly receipts: ReceiptDeps;
  /** From now on receipts are kept. */
  readonly keepReceipts: (rules: Pick<AccountsDeps, "unitOfWork">) => void;
  /** Lets go of connections that are kept. */
  readonly stop: () => Promise<void>;
}

interface TexterDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  /** Where mails go that do not leave. */
  readonly outbox: DevelopmentOutbox | undefined;
}

/**
 * Texts by the configured providers; without them the outbox, which only development has.
 *
 * @throws TextConfigError when a secret is none that its provider can use
 */
export function composeTexter(settings: Settings, deps: TexterDeps): ComposedTexter {
  const { clock, log } = deps;
  const { texts, publicUrl } = settings;
  const policy = textPolicyOf(settings);
  let unitOfWork: AccountsDeps["unitOfWork"] | undefined;
  const note = async (receipt: DeliveryReceipt) => {
    // The provider is told to send it again.
    if (unitOfWork === undefined) throw new StorageUnavailableError("There is no database yet");
    await unitOfWork.write((stores) => stores.textMessages.noteReceipt(receipt));
  };
  const keepReceipts = (rules: Pick<AccountsDeps, "unitOfWork">) => {
    ({ unitOfWork } = rules);
  };
  if (texts === undefined) {
    const own = settings.mode === "development" ? new DevelopmentOutbox(clock) : undefined;
    const outbox = deps.outbox ?? own;
    return {
      texts: outbox && { carrier: outbox, policy },
      outbox,
      receipts: { readers: new Map(), note },
      keepReceipts,
      stop: async () => {},
    };
  }
  const { config, secretOf } = texts;
  const providers = createTextProviders(config, {
    clock,
    post: createProviderHttp(),
    secretOf,
    publicUrl,
    onReceipt: note,
    onLink: (provider, { isUp, code }) =>
      isUp
        ? log.info("text_link_up", { provider })
        : log.warn("text_link_down", { provider, code }),
  });
  return {
    texts: {
      carrier: createTextCarrier({ providers, clock, observer: observeTexts(deps) }),
      policy,
    },
    outbox: deps.outbox,
    receipts: { readers: receiptReadersOf(providers), note },
    keepReceipts,
    stop: async () => {
      await Promise.all(providers.map(async (provider) => provider.stop?.()));
    },
  };
}

function receiptReadersOf(providers: readonly TextProvider[]): ReadonlyMap<string, ReceiptReader> {
  return new Map(
    providers.flatMap(({ name, readReceipt }) =>
      readReceipt === undefined ? [] : [[name, readReceipt]],
    ),
  );
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
