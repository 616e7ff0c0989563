import { StorageUnavailableError } from "@twinlatch/verifier";

/** What leaves storage when the driver failed: one fault, the driver's error as its cause. */
export function toStorageFault(error: unknown): StorageUnavailableError {
  if (error instanceof StorageUnavailableError) return error;
  return new StorageUnavailableError("The database did not do what it was asked", {
    cause: withoutValues(error),
  });
}

/** PostgreSQL quotes the offending row in `detail`: e-mail addresses and hashes, not for a log. */
function withoutValues(error: unknown): unknown {
  if (error instanceof Error && "detail" in error) delete error.detail;
  return error;
}
