import type { DeliveryReceipt } from "@twinlatch/verifier";
import type { ProviderDeps } from "./provider-kind.ts";
import type { TextConfig } from "./text-config.ts";
import type { TextProvider } from "./text-provider.ts";

export interface TextProvidersOptions
  extends Pick<
    ProviderDeps,
    "clock" | "post" | "secretOf" | "certificateAuthorities" | "enquireMillis"
  > {
  /** Origin of the API; empty where nobody said. */
  readonly publicUrl: string;
  /** Takes receipts that do not come by HTTP. One that cannot be kept is sent again when this throws. */
  readonly onReceipt: (receipt: DeliveryReceipt) => Promise<void>;
  readonly onLink: (provider: string, change: Parameters<ProviderDeps["onLink"]>[0]) => void;
}

/** Path of the route that receipts come to, without the provider's name. */
const RECEIPT_PATH = "/api/v1/delivery-receipts/";

/**
 * Makes the providers of a configuration, in its order. Those that keep a link begin to make it.
 *
 * @throws TextConfigError when a secret is none that its provider can use
 */
export function createTextProviders(
  { providers }: TextConfig,
  { publicUrl, onLink, ...deps }: TextProvidersOptions,
): readonly TextProvider[] {
  return providers.map(({ name, create }) =>
    create({
      ...deps,
      // Nobody from outside reaches an address that is not public.
      receiptUrl: publicUrl === "" ? undefined : `${publicUrl}${RECEIPT_PATH}${name}`,
      onLink: (change) => onLink(name, change),
    }),
  );
}
