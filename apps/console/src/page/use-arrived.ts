import { useEffect, useState } from "react";

interface Arrival<T> {
  readonly of: Promise<T>;
  readonly value?: T;
  readonly fault?: Error;
}

/**
 * What a promise brought, undefined until then; its failure goes to the page's fault boundary. React's
 * `use` would hold back what has come for 300 ms after the fallback shown in its place.
 */
export function useArrived<T>(coming: Promise<T>): T | undefined {
  const [arrival, setArrival] = useState<Arrival<T>>();
  useEffect(() => {
    let isAwaited = true;
    const arrive = (came: Arrival<T>) => isAwaited && setArrival(came);
    coming.then(
      (value) => arrive({ of: coming, value }),
      (error: unknown) =>
        arrive({ of: coming, fault: new Error("An answer did not come", { cause: error }) }),
    );
    return () => {
      isAwaited = false;
    };
  }, [coming]);
  if (arrival?.of !== coming) return undefined;
  if (arrival.fault !== undefined) throw arrival.fault;
  return arrival.value;
}
