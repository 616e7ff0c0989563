/** One row per key that the ring has or had. Never deleted: no id is used twice. */
export interface SealingKeyTable {
  id: string;
  /** Sealed under this very key, so it is never sealed again. */
  canary: Uint8Array;
  created_at_millis: number;
  current_since_millis: number | null;
  retired_at_millis: number | null;
}

/** One row per key that outlives the ring's. Keyed (purpose, id). */
export interface WrappedKeyTable {
  purpose: "keyed_hash" | "pepper";
  id: string;
  sealed_key: Uint8Array;
  created_at_millis: number;
}
