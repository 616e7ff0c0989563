import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { enqueueText, type TextRequest } from "./enqueue-text.ts";
import { TextRefused } from "./text-refused.ts";

/**
 * Puts a text that tells of a change into the outbox, in the transaction that makes the change. Where it
 * may not be sent the change happens all the same, and the decision is recorded. Returns the text's id.
 */
export async function enqueueNotice(
  deps: Pick<VerifierDeps, "random" | "stringBox" | "textCarrier" | "textPolicy">,
  stores: VerifierStores,
  request: Omit<TextRequest, "purpose">,
): Promise<string | undefined> {
  try {
    return (await enqueueText(deps, stores, { ...request, purpose: "notice" })).id;
  } catch (error) {
    if (!(error instanceof TextRefused)) throw error;
    const { text, counted = [] } = error.refused;
    for (const window of counted) await stores.textVolumes.takeBack(window);
    await stores.textMessages.insert(text);
    return undefined;
  }
}
