import { useEffect, useReducer } from "react";

/** Whole seconds until a moment of this device's clock; 0 when it has come. Draws anew each second until then. */
export function useSecondsLeft(untilMillis: number): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  const leftSeconds = secondsLeft(untilMillis);
  const isWaiting = leftSeconds > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return leftSeconds;
}

function secondsLeft(untilMillis: number): number {
  return Math.max(0, Math.ceil((untilMillis - Date.now()) / 1000));
}
