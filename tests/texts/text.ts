import type { CircuitReport, TextObserver, TextReport, TextTrouble } from "@twinlatch/delivery";
import type { OutgoingText } from "@twinlatch/verifier";

export const NOW: number = Date.UTC(2026, 0, 2, 3, 4, 5);

let made = 0;

/** A text that can be sent, but for what `overrides` changes. Each has an id of its own. */
export function outgoingText(overrides: Partial<OutgoingText> = {}): OutgoingText {
  made += 1;
  return {
    id: `text-${made}`,
    channel: "sms",
    to: "+41791234589",
    text: "Twinlatch: 123456\n\n@id.example.org #123456",
    language: "en",
    expiresAtMillis: NOW + 600_000,
    ...overrides,
  };
}

/** What an observer heard, oldest first. */
export type Heard =
  | ({ readonly event: "handed_over" } & TextReport)
  | ({ readonly event: "refused" | "uncertain" } & TextTrouble)
  | ({ readonly event: "opened" | "closed" | "busy" } & CircuitReport);

/** An observer that remembers. */
export function recordTexts(): { observer: TextObserver; heard: Heard[] } {
  const heard: Heard[] = [];
  return {
    heard,
    observer: {
      onHandedOver: (report) => heard.push({ event: "handed_over", ...report }),
      onRefused: (trouble) => heard.push({ event: "refused", ...trouble }),
      onUncertain: (trouble) => heard.push({ event: "uncertain", ...trouble }),
      onCircuitOpened: (circuit) => heard.push({ event: "opened", ...circuit }),
      onCircuitClosed: (circuit) => heard.push({ event: "closed", ...circuit }),
      onBusy: (circuit) => heard.push({ event: "busy", ...circuit }),
    },
  };
}
