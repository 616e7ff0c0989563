import underPressure from "@fastify/under-pressure";
import type { Edge } from "./edge.ts";

/** Mean delay of the event loop beyond which answers come too late to be of use. */
const MAX_EVENT_LOOP_DELAY_MILLIS = 500;

/** Turns requests away with 503 while the process cannot keep up, so that it recovers by itself. */
export function shedUnderPressure(
  { app }: Edge,
  maxEventLoopDelayMillis: number = MAX_EVENT_LOOP_DELAY_MILLIS,
): void {
  void app.register(underPressure, { maxEventLoopDelay: maxEventLoopDelayMillis });
}
