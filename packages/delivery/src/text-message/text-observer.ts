import type { TextChannel } from "@twinlatch/verifier";
import type { TextDoubtReason, TextRefusalReason } from "./text-provider.ts";

/** What may be told about a text: neither what it says nor the number. */
export interface TextReport {
  readonly provider: string;
  readonly channel: TextChannel;
  /** The last two digits, as in `…89`. */
  readonly recipient: string;
  /** How long the provider took. */
  readonly elapsedMillis: number;
}

export interface TextTrouble extends TextReport {
  readonly reason: TextRefusalReason | TextDoubtReason;
  /** What the provider calls it, where it said. */
  readonly code: string | undefined;
}

export interface CircuitReport {
  readonly provider: string;
  readonly channel: TextChannel;
}

/** Hears of every try, and of providers that are passed over, to log and to count. Must not throw. */
export interface TextObserver {
  onHandedOver(report: TextReport): void;
  /** Certainly not taken; the next provider may be asked. */
  onRefused(trouble: TextTrouble): void;
  /** Nobody knows; nobody else is asked. */
  onUncertain(trouble: TextTrouble): void;
  /** From now on the provider is passed over, a probe now and then apart. */
  onCircuitOpened(circuit: CircuitReport): void;
  /** The probe went well: the provider is asked again. */
  onCircuitClosed(circuit: CircuitReport): void;
  /** As many texts as it may have are under way: this one passed it over. */
  onBusy(circuit: CircuitReport): void;
}
