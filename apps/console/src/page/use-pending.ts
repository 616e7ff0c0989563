import { useCallback, useRef, useState } from "react";

/**
 * Runs one thing at a time and tells whether it is under way; a second start meanwhile does nothing.
 * A fault goes to the boundary around the page.
 *
 * React's async transitions would do, were they not entangled: a dialog that a change waits for could
 * never finish its own.
 */
export function usePending(): readonly [boolean, (work: () => Promise<void>) => void] {
  const [pending, setPending] = useState(false);
  const [fault, setFault] = useState<{ readonly error: unknown }>();
  // State would be a render too late when the last digit and Enter come together.
  const isRunning = useRef(false);
  const run = useCallback(async (work: () => Promise<void>) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setPending(true);
    try {
      await work();
    } catch (error) {
      setFault({ error });
    } finally {
      isRunning.current = false;
      setPending(false);
    }
  }, []);
  if (fault) throw fault.error;
  return [pending, (work) => void run(work)];
}
