import { redeemText } from "../text-message/redeem-text.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { PhoneFactor } from "./phone-factor.ts";
import { hashSmsCode, type SmsCode } from "./sms-code.ts";

/**
 * The code that was sent to this phone and reads so, whatever became of it; undefined when none does.
 * Comparing keyed hashes tells nothing by its time: nobody can aim at a value of an unknown key.
 */
export function matchSmsCode(
  deps: Pick<VerifierDeps, "tokenHash">,
  sent: readonly SmsCode[],
  { phoneId, code }: { readonly phoneId: string; readonly code: string },
): SmsCode | undefined {
  return sent.find(
    (each) => each.phoneId === phoneId && each.codeHash === hashSmsCode(deps, each.id, code),
  );
}

/** Whether it can be spent, as far as its time and any newer code are concerned. */
export function isSpendable(code: SmsCode, nowMillis: number): boolean {
  return code.status !== "superseded" && code.expiresAtMillis > nowMillis;
}

/**
 * Spends a code in the caller's transaction, and notes that its phone was used and its text honest.
 * False when it was spent already, or its phone is out of use.
 */
export async function spendSmsCode(
  stores: VerifierStores,
  code: SmsCode,
  phone: PhoneFactor,
  nowMillis: number,
): Promise<boolean> {
  const isSpent =
    (await stores.smsCodes.spend(code, nowMillis)) &&
    (await stores.phones.noteUse(phone, phone.id, nowMillis));
  if (isSpent) await redeemText(stores, code.textId, nowMillis);
  return isSpent;
}
