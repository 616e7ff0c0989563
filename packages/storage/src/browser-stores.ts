import type { VerifierStores } from "@twinlatch/verifier";
import { browserStore } from "./browser-store.ts";
import type { Executor } from "./executor.ts";
import { trustedDeviceStore } from "./trusted-device-store.ts";

/** What is known of the browsers and devices of subjects, on one executor. */
export function createBrowserStores(
  executor: Executor,
): Pick<VerifierStores, "browsers" | "trustedDevices"> {
  return {
    browsers: browserStore(executor),
    trustedDevices: trustedDeviceStore(executor),
  };
}
