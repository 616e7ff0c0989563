import type { VerifierStores } from "@twinlatch/verifier";
import { browserStore } from "./browser-store.ts";
import type { StoreMakers } from "./make-when-asked.ts";
import { trustedDeviceStore } from "./trusted-device-store.ts";

/** The stores of what is known of the browsers and devices of subjects. */
export const BROWSER_STORES: StoreMakers<Pick<VerifierStores, "browsers" | "trustedDevices">> = {
  browsers: browserStore,
  trustedDevices: trustedDeviceStore,
};
