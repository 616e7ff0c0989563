import type { VerifierStores } from "@twinlatch/verifier";
import type { Executor } from "./executor.ts";
import { sealedRecordStore } from "./sealed-record-store.ts";
import { sealingKeyStore } from "./sealing-key-store.ts";
import { wrappedKeyStore } from "./wrapped-key-store.ts";

/** The stores of the installation's keys and of what is sealed under them, on one executor. */
export function createKeyStores(
  executor: Executor,
): Pick<VerifierStores, "sealedRecords" | "sealingKeys" | "wrappedKeys"> {
  return {
    sealedRecords: sealedRecordStore(executor),
    sealingKeys: sealingKeyStore(executor),
    wrappedKeys: wrappedKeyStore(executor),
  };
}
