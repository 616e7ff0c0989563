import type { VerifierStores } from "@twinlatch/verifier";
import type { StoreMakers } from "./make-when-asked.ts";
import { sealedRecordStore } from "./sealed-record-store.ts";
import { sealingKeyStore } from "./sealing-key-store.ts";
import { wrappedKeyStore } from "./wrapped-key-store.ts";

/** The stores of the installation's keys and of what is sealed under them. */
export const KEY_STORES: StoreMakers<
  Pick<VerifierStores, "sealedRecords" | "sealingKeys" | "wrappedKeys">
> = {
  sealedRecords: sealedRecordStore,
  sealingKeys: sealingKeyStore,
  wrappedKeys: wrappedKeyStore,
};
