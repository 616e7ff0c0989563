import {
  type Operation,
  performOperation,
  recordOperation,
  type Settle,
} from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TextMessage, TextRefusalCause } from "./text-message.ts";
import { PREFIX_SUSPENSION_MILLIS } from "./text-policy.ts";
import type { VolumeWindow } from "./text-volume-store.ts";

/** Rolls a sending transaction back: what it counted on the way is counted nowhere. */
export class TextRefused extends Error {
  readonly refused: RefusedText;

  constructor(refused: RefusedText) {
    super(refused.text.cause);
    this.refused = refused;
  }
}

/** A text that is not sent, and what follows. */
export interface RefusedText {
  readonly text: TextMessage & { readonly cause: TextRefusalCause };
  readonly retryAfterSeconds?: number | undefined;
  /** Where it was counted before it was refused. */
  readonly counted?: readonly VolumeWindow[];
  /** Too few of the texts to its prefix led to a right code: it gets none for a day. */
  readonly suspendsPrefix?: boolean;
}

/** Why a text was not sent, as far as the person may know. */
export type TextRefusalReason =
  | "too_many_texts"
  | "text_unavailable"
  | "country_not_supported"
  | "phone_not_supported";

const REASONS: Readonly<Record<TextRefusalCause, TextRefusalReason>> = {
  number: "too_many_texts",
  subject: "too_many_texts",
  address: "too_many_texts",
  prefix: "text_unavailable",
  prefix_suspended: "text_unavailable",
  installation: "text_unavailable",
  country: "country_not_supported",
  channel: "phone_not_supported",
};

/**
 * Performs an operation that sends a text. A text that is refused on the way takes the operation back;
 * then the decision is recorded, and with it the one event.
 */
export async function performSending<
  Stores extends VerifierStores,
  Ended extends { readonly outcome: string; readonly reason?: string },
>(
  deps: Pick<VerifierDeps<Stores>, "random" | "unitOfWork">,
  operation: Operation,
  work: Parameters<typeof performOperation<Stores, Ended>>[2],
  settle?: Settle<Stores, NoInfer<Exclude<Ended, { readonly outcome: "refused" }>>>,
): Promise<Ended | Refusal<TextRefusalReason>> {
  try {
    return await performOperation(deps, operation, work, settle);
  } catch (error) {
    if (!(error instanceof TextRefused)) throw error;
    const { text, retryAfterSeconds, suspendsPrefix } = error.refused;
    return performOperation(deps, operation, async (stores) => {
      await stores.textMessages.insert(text);
      if (suspendsPrefix === true) await suspendPrefix(deps, stores, operation, text);
      return refuse(REASONS[text.cause], retryAfterSeconds);
    });
  }
}

async function suspendPrefix<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "random">,
  stores: Stores,
  { atMillis, projectId, origin }: Operation,
  { prefix }: TextMessage,
): Promise<void> {
  const untilMillis = atMillis + PREFIX_SUSPENSION_MILLIS;
  await stores.textVolumes.suspendPrefix(prefix, { nowMillis: atMillis, untilMillis });
  const type = "text_message.prefix_suspended";
  const suspension = { atMillis, projectId, type, target: prefix, origin } as const;
  await recordOperation(deps, stores, suspension, { outcome: "suspended" });
}
