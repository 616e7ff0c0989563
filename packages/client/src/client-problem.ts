import type { Problem } from "@twinlatch/api-contract";

/**
 * Why there is no answer of the server. `offline`: this device has no network. `unreachable`: the
 * server could not be reached, or something else answered in its place.
 */
export interface NoAnswer {
  readonly code: "offline" | "unreachable";
}

/** Why a call was refused: the server's problem document (RFC 9457), or that none came. */
export type ClientProblem = Problem | NoAnswer;

/** Whether a refusal's body is a problem document with a code. */
export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "status" in body &&
    typeof body.status === "number"
  );
}

/** Tells a device without network from a server that does not answer. */
export function describeNoAnswer(): NoAnswer {
  // Node has a navigator that does not know.
  const isOffline = "onLine" in navigator && !navigator.onLine;
  return { code: isOffline ? "offline" : "unreachable" };
}
