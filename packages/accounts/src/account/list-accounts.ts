import { heldFactors, readSecurity, type SignInSetting } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { type Account, subjectOf } from "./account.ts";

/** An account as an operator sees it. Holds no secret. */
export interface ListedAccount {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly isInstallationAdmin: boolean;
  readonly createdAtMillis: number;
  readonly isTwoFactorEnabled: boolean;
  readonly signInSetting: SignInSetting;
  /** Authenticators, in use or suspended. */
  readonly factors: number;
  readonly recoveryCodesRemaining: number;
  /** Absent when nothing that is remembered of the account is a sign-in. */
  readonly lastSignInAtMillis?: number | undefined;
}

/** A portion of the accounts, in the order in which they were made. */
export interface ListedAccounts {
  readonly accounts: readonly ListedAccount[];
  /** What the next portion comes after; absent with the last. */
  readonly nextAfterId?: string | undefined;
}

/** How many events of an account are looked through for its last sign-in. */
const REMEMBERED_EVENTS = 200;

/** Lists accounts after the given one, `limit` at most (1 to 1,000). */
export async function listAccounts(
  deps: Pick<AccountsDeps, "clock" | "unitOfWork">,
  page: { readonly afterId?: string | undefined; readonly limit: number },
): Promise<ListedAccounts> {
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.read(async (stores) => {
    const { afterId = "", limit } = page;
    // One more than wanted tells whether there is a next portion.
    const found = await stores.accounts.list(afterId, limit + 1);
    const accounts: ListedAccount[] = [];
    for (const account of found.slice(0, limit)) {
      accounts.push(await describeAccount(stores, account, nowMillis));
    }
    return { accounts, nextAfterId: found.length > limit ? accounts.at(-1)?.id : undefined };
  });
}

async function describeAccount(
  stores: AccountsStores,
  account: Account,
  nowMillis: number,
): Promise<ListedAccount> {
  const { id, isInstallationAdmin, createdAtMillis } = account;
  const recipient = await stores.accounts.findRecipient(id);
  const security = await readSecurity(stores, subjectOf(id), nowMillis);
  return {
    id,
    addresses: recipient?.addresses ?? [account.email],
    isInstallationAdmin,
    createdAtMillis,
    isTwoFactorEnabled: security.isEnabled,
    signInSetting: security.signInSetting,
    factors: heldFactors([...security.factors, ...security.phones]).length,
    recoveryCodesRemaining: security.recoveryCodes?.remaining ?? 0,
    lastSignInAtMillis: await findLastSignIn(stores, id, security.isEnabled),
  };
}

async function findLastSignIn(
  { audit }: AccountsStores,
  accountId: string,
  isTwoFactorEnabled: boolean,
): Promise<number | undefined> {
  const events = await audit.list(subjectOf(accountId), { limit: REMEMBERED_EVENTS });
  // With a second step the password alone signed nobody in.
  const types = ["sign_in.second_step", "sign_up.verified"];
  if (!isTwoFactorEnabled) types.push("sign_in.password");
  return events.find(({ type, outcome }) => outcome === "allowed" && types.includes(type))
    ?.atMillis;
}
