import type { Refused } from "./call.ts";

/** An answer as it goes over the line. */
export interface RenderedAnswer {
  readonly status: number;
  readonly cookies: readonly string[];
  /** Undefined where there is none. */
  readonly body?: unknown;
}

/** How a call ends. */
export type Ending =
  | {
      readonly outcome: "answered";
      readonly rendered: RenderedAnswer;
      /** Given when it was answered before; with the session that the answer belongs to. */
      readonly replayed?: { readonly sessionId?: string | undefined };
    }
  | Refused;
