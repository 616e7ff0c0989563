/** One row per notice to one address that was not sent yet. No foreign key: it outlives its account. */
export interface NoticeTable {
  id: string;
  account_id: string;
  /** AES-256-GCM envelope of address, subject and text. */
  sealed_message: Uint8Array;
  due_at_millis: number;
  attempts: number;
  created_at_millis: number;
  expires_at_millis: number;
}
