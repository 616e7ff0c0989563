import type { TextMessage, TextRefusalCause } from "@twinlatch/verifier";

/** One row per decision to text somebody or not. */
export interface TextMessageTable {
  id: string;
  project_id: string;
  subject_id: string;
  purpose: TextMessage["purpose"];
  channel: TextMessage["channel"];
  status: TextMessage["status"];
  cause: TextRefusalCause | null;
  number_key: string;
  country: string | null;
  prefix: string;
  address_block: string;
  /** AES-256-GCM envelope of number and words, while it waits; null afterwards. */
  sealed_message: Uint8Array | null;
  provider: string | null;
  provider_message_id: string | null;
  number_attempt: string | null;
  subject_attempt: string | null;
  created_at_millis: number;
  expires_at_millis: number;
  /** When a process began to hand it over. */
  claimed_at_millis: number | null;
  redeemed_at_millis: number | null;
}

/** How many texts of one scope a window of time has seen. Keyed (scope, length, start). */
export interface TextVolumeTable {
  scope: string;
  length_millis: number;
  starts_at_millis: number;
  sent: number;
  redeemed: number;
}

/** Prefixes that get no texts, and until when. */
export interface PrefixSuspensionTable {
  prefix: string;
  noted_at_millis: number;
  until_millis: number;
}
