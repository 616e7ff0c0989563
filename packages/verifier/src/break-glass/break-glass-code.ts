import { newId } from "../platform/ids.ts";
import type { Subject } from "../platform/subject.ts";
import {
  BREAK_GLASS_SLOT,
  formatRecoveryCode,
  newRecoveryCode,
} from "../recovery-code/recovery-code.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { BreakGlassCode } from "./break-glass-store.ts";

/** How long a break-glass code can be used. */
export const BREAK_GLASS_MILLIS: number = 30 * 60_000;

/** Makes a code of 80 random bits for the subject: as shown, once, and as stored. Stores nothing. */
export function newBreakGlassCode(
  deps: Pick<VerifierDeps, "random" | "tokenHash">,
  subject: Subject,
  nowMillis: number,
): { readonly shown: string; readonly code: BreakGlassCode } {
  const code = newRecoveryCode(deps.random, BREAK_GLASS_SLOT);
  return {
    shown: formatRecoveryCode(code),
    code: {
      id: newId(deps.random, "brk", nowMillis),
      codeHash: hashBreakGlassCode(deps, subject, code.symbols),
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis + BREAK_GLASS_MILLIS,
    },
  };
}

/** What is stored of a code: under a key that is not in the database, so that nobody makes one there. */
export function hashBreakGlassCode(
  { tokenHash }: Pick<VerifierDeps, "tokenHash">,
  { projectId, subjectId }: Subject,
  symbols: string,
): string {
  return tokenHash.keyed("break-glass-code", `${projectId} ${subjectId} ${symbols}`);
}
