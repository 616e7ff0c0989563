import { useEffect, useEffectEvent } from "react";
import { useLocation } from "wouter";
import { client } from "../api/client.ts";

/** Leads whoever is signed in already on to `to`: the page is of no use to them. */
export function useSignedInAlready(to: string): void {
  const [, navigate] = useLocation();
  const goOn = useEffectEvent(() => navigate(to, { replace: true }));
  useEffect(() => {
    const asking = new AbortController();
    void client.call("getSession", { signal: asking.signal }).then(({ ok }) => {
      if (ok && !asking.signal.aborted) goOn();
    });
    return () => asking.abort();
  }, []);
}
