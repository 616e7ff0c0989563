import type { Subject } from "../platform/subject.ts";
import type { SmsCode } from "./sms-code.ts";

/** Codes that were sent. */
export interface SmsCodeStore {
  /** Adds a live code; those sent before for the same thing are superseded from now on. */
  replace(code: SmsCode): Promise<void>;
  /** All codes sent for one thing, the newest first. */
  list(subject: Subject, boundTo: string): Promise<readonly SmsCode[]>;
  /** Spends a live code, by one conditional write. False when it is not live any more or has expired. */
  spend(code: SmsCode, nowMillis: number): Promise<boolean>;
  /** Deletes codes that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}
