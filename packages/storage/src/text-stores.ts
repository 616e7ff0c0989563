import type { VerifierStores } from "@twinlatch/verifier";
import type { StoreMakers } from "./make-when-asked.ts";
import { phoneStore } from "./phone-store.ts";
import { smsCodeStore } from "./sms-code-store.ts";
import { textMessageStore } from "./text-message-store.ts";
import { textVolumeStore } from "./text-volume-store.ts";

/** The stores of phones and of what is texted to them. */
export const TEXT_STORES: StoreMakers<
  Pick<VerifierStores, "phones" | "smsCodes" | "textMessages" | "textVolumes">
> = {
  phones: phoneStore,
  smsCodes: smsCodeStore,
  textMessages: textMessageStore,
  textVolumes: textVolumeStore,
};
