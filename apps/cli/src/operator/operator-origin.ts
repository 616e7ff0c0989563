import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { Origin } from "@twinlatch/verifier";

/** How the audit trail names whoever ran a command: there is no request, but somebody at this machine. */
export function operatorOrigin(): Origin {
  return { ip: "local", userAgent: `twinlatch (${userName()})`, requestId: randomUUID() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container can run as a user that has no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
