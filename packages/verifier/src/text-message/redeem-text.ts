import type { VerifierStores } from "../verifier-stores.ts";
import { judgedWindow } from "./text-windows.ts";

/** Notes in the caller's transaction that the code of a text was right: its prefix is honest by one more. */
export async function redeemText(
  stores: Pick<VerifierStores, "textMessages" | "textVolumes">,
  textId: string,
  nowMillis: number,
): Promise<void> {
  const text = await stores.textMessages.find(textId);
  if (text === undefined || !(await stores.textMessages.redeem(textId, nowMillis))) return;
  await stores.textVolumes.redeem(judgedWindow(text));
}
