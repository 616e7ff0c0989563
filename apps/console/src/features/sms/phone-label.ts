import { messages } from "../../messages/messages.ts";

/** What a new phone is called until its owner names it: "Phone", then "Phone 2" and so on. */
export function phoneLabel(taken: readonly string[]): string {
  const { nameDefault } = messages.sms;
  let label: string = nameDefault;
  for (let number = 2; taken.includes(label); number += 1) label = `${nameDefault} ${number}`;
  return label;
}
