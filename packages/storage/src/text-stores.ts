import type { VerifierStores } from "@twinlatch/verifier";
import type { Executor } from "./executor.ts";
import { phoneStore } from "./phone-store.ts";
import { smsCodeStore } from "./sms-code-store.ts";
import { textMessageStore } from "./text-message-store.ts";
import { textVolumeStore } from "./text-volume-store.ts";

/** The stores of phones and of what is texted to them, on one executor. */
export function createTextStores(
  executor: Executor,
): Pick<VerifierStores, "phones" | "smsCodes" | "textMessages" | "textVolumes"> {
  return {
    phones: phoneStore(executor),
    smsCodes: smsCodeStore(executor),
    textMessages: textMessageStore(executor),
    textVolumes: textVolumeStore(executor),
  };
}
