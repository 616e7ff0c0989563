import { useEffect, useEffectEvent } from "react";
import { receiveTextCode } from "./web-otp.ts";

/**
 * Lets the browser hand over the code of a text message. Asks while `isOpen`, anew for each code sent, and
 * stops when something is submitted or the page is left (C9).
 */
export function useWebOtp(
  { isOpen, round }: { readonly isOpen: boolean; readonly round: number },
  onCode: (code: string) => void,
): void {
  const receive = useEffectEvent(onCode);
  const asked = isOpen ? round : null;
  useEffect(() => {
    if (asked === null) return;
    const asking = new AbortController();
    void receiveTextCode(asking.signal).then((code) => {
      if (code !== null && !asking.signal.aborted) receive(code);
    });
    return () => asking.abort();
  }, [asked]);
}
