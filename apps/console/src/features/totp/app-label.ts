import type { FactorView } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import { freeLabel } from "../security/free-label.ts";

/**
 * What a new app is called until its owner names it: "Authenticator app", then "Authenticator app 2" and so
 * on. An app whose set-up was begun and not finished takes no name: a new set-up takes its place.
 */
export function appLabel(factors: readonly Pick<FactorView, "label" | "status">[]): string {
  const kept = factors.filter(({ status }) => status !== "pending");
  return freeLabel(
    messages.totp.nameDefault,
    kept.map(({ label }) => label),
  );
}
