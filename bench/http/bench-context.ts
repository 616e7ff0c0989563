import { generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import type { Floors } from "./floors.ts";
import type { LoadGenerator } from "./load.ts";
import type { PreparedAccount } from "./prepare-accounts.ts";
import type { ServerUnderTest } from "./server-under-test.ts";

/** What every measurement works with. */
export interface BenchContext {
  readonly server: ServerUnderTest;
  readonly floors: Floors;
  readonly load: LoadGenerator;
  /** Where the database is; floors that write use the same disk. */
  readonly folder: string;
  readonly sessionToken: string;
  /** Takes accounts that nothing has used yet. */
  takeAccounts(count: number): readonly PreparedAccount[];
}

/** Connections that make load at the same time. */
export const CONNECTIONS = 32;

/** How long one figure of one round is measured. */
export const MEASURE_MILLIS = 2_000;

/** Hands out prepared accounts, each once. */
export function createAccountPool(
  accounts: readonly PreparedAccount[],
): BenchContext["takeAccounts"] {
  let taken = 0;
  return (count) => {
    const next = accounts.slice(taken, taken + count);
    if (next.length < count) throw new Error("Too few accounts were prepared");
    taken += count;
    return next;
  };
}

/** The body that answers an account's second step, with the code of now, in a browser known by then. */
export function rightAnswer({ secret, factorId, browserToken }: PreparedAccount) {
  return {
    kind: "totp",
    factorId,
    code: generateTotp(nodeHmac, { secret, nowMillis: Date.now() }),
    browserToken,
  } as const;
}
