import type { DeliveryReceipt, OutgoingText, TextChannel } from "@twinlatch/verifier";

/** Why a provider certainly did not take a text. */
export type TextRefusalReason =
  /** Nobody can be texted at this number, or nobody wants to be: no other provider is asked. */
  | "unreachable_number"
  /** This text only: its route, its sender or its content. */
  | "declined"
  /** Our account: its credentials, its credit, a bar. */
  | "account_refused"
  | "throttled"
  /** There was no connection, or no TLS: nothing was written. */
  | "unreachable"
  /** It says that it does not work at the moment. */
  | "unavailable";

/** Why nobody knows whether a provider took a text. */
export type TextDoubtReason =
  /** Written, but not answered in time. */
  | "timeout"
  /** The connection broke after something was written. */
  | "connection_lost"
  /** The answer is none that this provider gives. */
  | "unexpected_answer"
  /** It failed, and does not say that it did nothing. */
  | "server_error"
  /** The adapter itself failed. */
  | "fault";

/** How one try with one provider ended. `code`: what the provider calls it, to look up there. */
export type Submission =
  | { readonly outcome: "accepted"; readonly messageId?: string | undefined }
  | {
      readonly outcome: "refused";
      readonly reason: TextRefusalReason;
      readonly code?: string | undefined;
    }
  | {
      readonly outcome: "uncertain";
      readonly reason: TextDoubtReason;
      readonly code?: string | undefined;
    };

/** A request that claims to bring a provider's receipt, as it came in. */
export interface ReceiptRequest {
  readonly method: string;
  /** As it was asked for, with its query: `/api/v1/delivery-receipts/main?x=1`, or absolute. */
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Uint8Array;
}

/**
 * Reads a receipt. `forged`: the provider did not sign it, or not now. `ignored`: it did, and it says
 * nothing final about a text.
 */
export type ReceiptReader = (request: ReceiptRequest) => DeliveryReceipt | "forged" | "ignored";

/** One way by which texts leave. */
export interface TextProvider {
  /** Of the configuration: `main`, `twilio`. */
  readonly name: string;
  readonly channels: readonly TextChannel[];
  /** Beginnings of the numbers that it is asked for, `+41`; undefined: every number. */
  readonly prefixes?: readonly string[] | undefined;
  /**
   * Hands a text over, once. Ends soon after `signal` is aborted; when in doubt the outcome is
   * `uncertain`. Does not throw for what the provider does.
   */
  submit(text: OutgoingText, signal: AbortSignal): Promise<Submission>;
  /** Undefined where receipts do not come by HTTP. */
  readonly readReceipt?: ReceiptReader | undefined;
  /** Lets go of connections. */
  stop?(): Promise<void>;
}
