import { messages } from "../../messages/messages.ts";
import { freeLabel } from "../security/free-label.ts";

/** What a new phone is called until its owner names it: "Phone", then "Phone 2" and so on. */
export function phoneLabel(taken: readonly string[]): string {
  return freeLabel(messages.sms.nameDefault, taken);
}
