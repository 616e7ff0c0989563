/** How a text reaches a phone: as a text message, or read out by a call. */
export type TextChannel = "sms" | "voice";

/** One text on its way to one phone. Holds a code: never logged, never stored in the clear. */
export interface OutgoingText {
  /** Names this text wherever a provider takes such a name: the same text is never handed over twice. */
  readonly id: string;
  readonly channel: TextChannel;
  /** E.164: `+` and at most 15 digits. */
  readonly to: string;
  readonly text: string;
  /** What it is written in: `en`, `de`. A call is read out in it. */
  readonly language: string;
  /** After this it is worth nothing and is not sent. */
  readonly expiresAtMillis: number;
}

/** What became of handing a text over. */
export type HandOver =
  /** A provider took it. `messageId` is what its receipts call it. */
  | { readonly outcome: "handed_over"; readonly provider: string; readonly messageId?: string }
  /**
   * Certainly not sent. `unreachable_number`: a provider says that nobody can be texted there.
   * `unavailable`: no provider could be asked, or none took it. `expired`: it was too late.
   */
  | {
      readonly outcome: "failed";
      readonly reason: "unavailable" | "unreachable_number" | "expired";
      readonly provider?: string;
    }
  /** It may have been sent: the answer did not come, or made no sense. Never handed over again. */
  | { readonly outcome: "uncertain"; readonly provider: string };

/** What a provider reported later about a text it took. */
export interface DeliveryReceipt {
  readonly provider: string;
  readonly messageId: string;
  readonly status: "delivered" | "undelivered";
}

/**
 * Hands texts over to providers. Answers within four seconds whatever they do, and never throws for
 * what a provider does.
 */
export interface TextCarrier {
  /** Channels that at least one provider has. */
  readonly channels: readonly TextChannel[];
  carry(text: OutgoingText): Promise<HandOver>;
}
