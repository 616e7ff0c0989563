import { newId } from "../platform/ids.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import { formatRecoveryCode, newRecoveryCode, RECOVERY_CODES_PER_SET } from "./recovery-code.ts";

/** Eight new codes: as shown, once, and as stored. */
export interface FreshRecoveryCodes {
  readonly codes: readonly string[];
  readonly set: {
    readonly id: string;
    readonly createdAtMillis: number;
    readonly hashes: readonly string[];
  };
}

/** Makes and hashes a set of codes; stores nothing. @throws BusyError when the hash queue is full */
export async function makeRecoveryCodes(
  deps: Pick<VerifierDeps, "codeHasher" | "random">,
  nowMillis: number,
): Promise<FreshRecoveryCodes> {
  const codes = Array.from({ length: RECOVERY_CODES_PER_SET }, (_, index) =>
    newRecoveryCode(deps.random, index + 1),
  );
  const hashes = await Promise.all(codes.map((code) => deps.codeHasher.hash(code.symbols)));
  return {
    codes: codes.map(formatRecoveryCode),
    set: { id: newId(deps.random, "rcs", nowMillis), createdAtMillis: nowMillis, hashes },
  };
}
