import type { Subject } from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";

/**
 * Whose wrong passwords at the door are counted together: those for one account, whichever of its
 * addresses was typed, from one address block. `accountId`: a digest of the address where nobody has it.
 */
export function passwordBudget(
  deps: Pick<AccountsDeps, "tokenHash">,
  of: { readonly accountId: string; readonly addressBlock: string },
): Subject {
  const subjectId = deps.tokenHash.keyed("password-budget", `${of.accountId} ${of.addressBlock}`);
  return { projectId: CONSOLE_PROJECT_ID, subjectId };
}
