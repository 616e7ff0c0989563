import { setTimeout as wait } from "node:timers/promises";
import type { CallResult, EndpointName } from "@twinlatch/client";

const TRIES = 40;
const PAUSE_MILLIS = 250;

/**
 * Repeats a call that the server turned away because it was too busy, as clients do: for set-ups, on
 * machines that do much else. Nothing was changed by what is answered so.
 */
export async function insist<Name extends EndpointName>(
  call: () => Promise<CallResult<Name>>,
): Promise<CallResult<Name>> {
  for (let tries = 1; ; tries += 1) {
    const result = await call();
    if (result.ok || result.problem.code !== "unavailable" || tries === TRIES) return result;
    await wait(PAUSE_MILLIS);
  }
}
