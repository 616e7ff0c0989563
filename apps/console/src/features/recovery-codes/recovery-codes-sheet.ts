import { messages } from "../../messages/messages.ts";

/** What stands on a kept set of recovery codes, so that it can be told from every other. */
export interface RecoveryCodesSheet {
  readonly product: string;
  readonly host: string;
  readonly account: string;
  readonly madeAtMillis: number;
  readonly codes: readonly string[];
}

/** The lines around the codes, for the file and for paper. */
export function sheetLines(sheet: RecoveryCodesSheet): {
  readonly title: string;
  readonly about: readonly string[];
  readonly rules: readonly string[];
} {
  const { recoveryCodes } = messages;
  return {
    title: recoveryCodes.sheetTitle(sheet.product),
    about: [
      recoveryCodes.sheetHost(sheet.host),
      recoveryCodes.sheetAccount(sheet.account),
      recoveryCodes.sheetDate(messages.time.date(sheet.madeAtMillis)),
    ],
    rules: [recoveryCodes.eachOnce, recoveryCodes.replaces],
  };
}

/** The file's text. */
export function sheetText(sheet: RecoveryCodesSheet): string {
  const { title, about, rules } = sheetLines(sheet);
  return [title, "", ...about, "", ...sheet.codes, "", ...rules, ""].join("\n");
}

/** `twinlatch-recovery-codes-ada-2026-05-03.txt` */
export function sheetFileName(sheet: RecoveryCodesSheet): string {
  const date = new Date(sheet.madeAtMillis);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  const [person = ""] = sheet.account.split("@");
  return `${fileWord(sheet.product)}-recovery-codes-${fileWord(person)}-${day}.txt`;
}

// Names go into a file name: only what every file system takes.
function fileWord(text: string): string {
  const word = text
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return word === "" ? "account" : word;
}
