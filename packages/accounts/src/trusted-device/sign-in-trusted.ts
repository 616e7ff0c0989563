import {
  admitTrustedDevice,
  type Operation,
  recordOperation,
  type TrustedDevice,
} from "@twinlatch/verifier";
import { type Account, subjectOf } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { TRUSTED_DEVICE_METHOD, withFactor } from "../session/authentication-methods.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";
import { readUserAgent } from "../session/user-agent.ts";

type Deps = Pick<
  AccountsDeps,
  "activityUrl" | "messageBox" | "productName" | "random" | "tokenHash"
>;

/** How a sign-in with the right password goes on. */
export type TrustedSignIn = {
  /** What the device is to hold from now on; undefined when it keeps what it has. */
  readonly deviceTokens: readonly string[] | undefined;
} & (
  | ({ readonly outcome: "signed_in" } & BegunSession)
  | { readonly outcome: "second_step_needed" }
);

/**
 * Begins a session without a second step where the device is trusted, in the transaction that found the
 * password right and holds the account. The session is of one factor, and says so. It
 * touches no budget: nothing was guessed.
 *
 * An old token of a device means that somebody has a copy of it: no device is trusted and no browser
 * recognised any more, every session ends, and the owner is told.
 */
export async function signInTrusted(
  deps: Deps,
  stores: AccountsStores,
  account: Account,
  signIn: Operation & { readonly deviceTokens: readonly string[] | undefined },
): Promise<TrustedSignIn> {
  const { deviceTokens, ...operation } = signIn;
  const { atMillis: nowMillis, origin } = operation;
  const subject = subjectOf(account.id);
  const use = await admitTrustedDevice(deps, stores, { subject, deviceTokens, origin, nowMillis });
  const held = { deviceTokens: use.deviceTokens };
  if (use.outcome === "stolen") await endTheft(deps, stores, use, operation);
  if (use.outcome !== "trusted") return { outcome: "second_step_needed", ...held };
  const begun = await beginSession(deps, stores, {
    accountId: account.id,
    amr: withFactor(["pwd"], [TRUSTED_DEVICE_METHOD]),
    isRecovery: false,
    origin,
    nowMillis,
  });
  const event = { ...eventOf(operation, use.device), type: "trusted_device.used" } as const;
  await recordOperation(deps, stores, { ...event, sessionId: begun.session.id }, use);
  return { outcome: "signed_in", ...held, ...begun };
}

async function endTheft(
  deps: Deps,
  stores: AccountsStores,
  use: { readonly outcome: string; readonly device: TrustedDevice },
  operation: Operation,
): Promise<void> {
  const { device } = use;
  const { atMillis, origin } = operation;
  const accountId = device.subjectId;
  await stores.trustedDevices.forget(device);
  await stores.sessions.removeOthers(accountId, undefined);
  await stores.browsers.forget(device);
  const event = { ...eventOf(operation, device), type: "trusted_device.stolen" } as const;
  await recordOperation(deps, stores, event, use);
  const facts = readUserAgent(device.userAgent);
  const kind = "trusted_device_stolen";
  await announce(deps, stores, { accountId, kind, facts, atMillis, origin });
}

/** What an event of a device says beside its type. */
function eventOf({ atMillis, origin }: Operation, { projectId, subjectId, id }: TrustedDevice) {
  return { atMillis, projectId, subjectId, target: id, origin };
}
