import {
  newBreakGlassCode,
  type Origin,
  performOperation,
  type Refusal,
  readSecurity,
  refuse,
} from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID, subjectOf } from "../account/account.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { announceToAdmins } from "../notice/announce-to-admins.ts";

/** A way in for somebody who is locked out, shown this once. */
export interface OpenedBreakGlass {
  readonly outcome: "opened";
  readonly accountId: string;
  /** Typed where a recovery code is asked for, after the password. */
  readonly code: string;
  readonly expiresAtMillis: number;
}

type Deps = Pick<
  AccountsDeps,
  "activityUrl" | "clock" | "messageBox" | "productName" | "random" | "tokenHash" | "unitOfWork"
>;

/**
 * Makes a code that stands in once, for 30 minutes, for the second step of somebody who lost every way to
 * do it. It needs the password all the same, and begins a recovery session: a new factor can be
 * enrolled, and nothing weakened. An earlier code dies. Every address of the account and of the
 * installation's admins is told. For operators at the machine alone: no endpoint leads here.
 *
 * Refused with `not_found` for an unknown account, and with `two_factor_off` where the password alone
 * opens it.
 */
export async function openBreakGlass(
  deps: Deps,
  input: { readonly accountId: string; readonly reason: string; readonly origin: Origin },
): Promise<OpenedBreakGlass | Refusal<"not_found" | "two_factor_off">> {
  const { accountId, reason, origin } = input;
  const atMillis = deps.clock.nowMillis();
  const subject = subjectOf(accountId);
  const { shown, code } = newBreakGlassCode(deps, subject, atMillis);
  return performOperation(
    deps,
    {
      atMillis,
      projectId: CONSOLE_PROJECT_ID,
      type: "break_glass.opened",
      factorId: code.id,
      target: `${accountId} ${reason}`,
      origin,
    },
    async (stores, event) => {
      const account = await holdAccount(stores, accountId);
      if (account === undefined) return refuse("not_found");
      event.subjectId = accountId;
      const { isEnabled } = await readSecurity(stores, subject, atMillis);
      if (!isEnabled) return refuse("two_factor_off");
      await stores.breakGlass.replace(subject, code);
      await tell(deps, stores, account, atMillis);
      const { expiresAtMillis } = code;
      return { outcome: "opened", accountId, code: shown, expiresAtMillis };
    },
  );
}

async function tell(
  deps: Deps,
  stores: AccountsStores,
  { id: accountId, email }: { readonly id: string; readonly email: string },
  atMillis: number,
): Promise<void> {
  await announce(deps, stores, { accountId, kind: "break_glass_opened", facts: {}, atMillis });
  const told = { kind: "break_glass_opened_for", facts: { email }, atMillis } as const;
  await announceToAdmins(deps, stores, told, accountId);
}
