import {
  BusyError,
  boundToTicket,
  type DescribedChallenge,
  describe,
  findBrowser,
  givingBackOnFault,
  newToken,
  type Operation,
  type Origin,
  openChallenge,
  performOperation,
  type Refusal,
  type ReservedAttempt,
  readSecurity,
  recordOperation,
  refuse,
  releaseAttempt,
  reserveAttempt,
  signInKinds,
} from "@twinlatch/verifier";
import { type Account, CONSOLE_PROJECT_ID, subjectOf } from "../account/account.ts";
import { parseEmailAddress } from "../account/email-address.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";
import { signInTrusted } from "../trusted-device/sign-in-trusted.ts";
import { passwordBudget } from "./password-budget.ts";

type Deps = Pick<
  AccountsDeps,
  | "activityUrl"
  | "clock"
  | "factors"
  | "messageBox"
  | "passwordHasher"
  | "productName"
  | "random"
  | "tokenHash"
  | "unitOfWork"
>;

interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The caller's address, or the block it is counted in: an IPv4 address or an IPv6 /64. */
  readonly addressBlock: string;
  /** What the browser holds to be recognised by. */
  readonly browserTokens?: readonly string[] | undefined;
  /** What the device holds to be trusted by; those of others are left alone. */
  readonly deviceTokens?: readonly string[] | undefined;
  readonly origin: Origin;
}

/** What the device is to hold from now on to be trusted; undefined when it keeps what it has. */
interface Holding {
  readonly deviceTokens?: readonly string[] | undefined;
}

/** The right password: signed in, or asked for a second step with a ticket and nothing more. */
export type FirstFactorOutcome =
  | ({
      readonly outcome: "signed_in";
      /** No second step was asked for because the device is trusted. */
      readonly isTrusted: boolean;
    } & BegunSession &
      Holding)
  | ({
      readonly outcome: "second_step";
      readonly described: DescribedChallenge;
      /** Opens only the endpoints of this challenge. */
      readonly ticket: string;
    } & Holding)
  | Refusal<"invalid_credentials" | "too_many_attempts">;

/**
 * Signs in with e-mail and password. The attempt is counted, per account and address block, before the
 * password is compared; a right one is given back. An unknown address costs the same work and gives the
 * same answer as a wrong password. Only behind the right one is it looked whether the device is
 * trusted. Sends no text message.
 */
export async function signIn(deps: Deps, input: Credentials): Promise<FirstFactorOutcome> {
  const nowMillis = deps.clock.nowMillis();
  const email = parseEmailAddress(input.email);
  const addressKey = deps.tokenHash.keyed("email", email?.key ?? input.email);
  // What is no address is looked for all the same, under one that nobody has.
  const account = await deps.unitOfWork.read((stores) =>
    stores.accounts.findByEmailKey(email?.key ?? ""),
  );
  const operation: Operation = {
    atMillis: nowMillis,
    projectId: CONSOLE_PROJECT_ID,
    subjectId: account?.id,
    type: "sign_in.password",
    target: addressKey,
    origin: input.origin,
  };
  const reserved = await reserve(deps, operation, input.addressBlock);
  if (reserved.outcome === "refused") return reserved;
  const { attempt } = reserved;
  const giveBack = () => deps.unitOfWork.write((stores) => releaseAttempt(stores, attempt));
  const entry = { operation, input, attempt, giveBack };
  const entered = await enterPassword(deps, account, entry);
  if (entered !== undefined) return entered;
  // A sign-in elsewhere may have hashed the same password anew: then it is compared once more.
  const again = await deps.unitOfWork.read((stores) => stores.accounts.find(account?.id ?? ""));
  return (await enterPassword(deps, again, entry)) ?? refuseEntry(deps, operation);
}

interface Entry {
  readonly operation: Operation;
  readonly input: Credentials;
  readonly attempt: ReservedAttempt;
  readonly giveBack: () => Promise<void>;
}

/** Undefined when the right password has another hash by now. */
async function enterPassword(
  deps: Deps,
  account: Account | undefined,
  { operation, input, attempt, giveBack }: Entry,
): Promise<FirstFactorOutcome | undefined> {
  const { password, browserTokens, deviceTokens } = input;
  const isRight = await givingBackOnFault(
    () => deps.passwordHasher.verify(password, account?.passwordHash),
    giveBack,
  );
  if (!isRight || account === undefined) return refuseEntry(deps, operation);
  return givingBackOnFault(async () => {
    const fresh = await hashAnew(deps, password, account);
    return deps.unitOfWork.write(async (stores) => {
      // A session that begins must not slip past a change that is to end all others.
      // Nor may the password have been changed, or the account deleted, while it was compared.
      const now = await holdAccount(stores, account.id);
      if (now === undefined) {
        return recordOperation(deps, stores, operation, refuse("invalid_credentials"));
      }
      if (now.passwordHash !== account.passwordHash) return undefined;
      await releaseAttempt(stores, attempt);
      if (fresh !== undefined) await stores.accounts.setPassword(account.id, fresh);
      const entered = await proceed(deps, stores, account, {
        ...operation,
        browserTokens,
        deviceTokens,
      });
      const sessionId = entered.outcome === "signed_in" ? entered.session.id : undefined;
      return recordOperation(deps, stores, { ...operation, sessionId }, entered);
    });
  }, giveBack);
}

function refuseEntry(deps: Deps, operation: Operation): Promise<Refusal<"invalid_credentials">> {
  return performOperation(deps, operation, async () => refuse("invalid_credentials"));
}

/** The only time at which a password under an old pepper can be hashed under the new one. */
async function hashAnew(
  { passwordHasher }: Deps,
  password: string,
  { passwordHash }: Account,
): Promise<string | undefined> {
  if (await passwordHasher.isCurrent(passwordHash)) return undefined;
  try {
    return await passwordHasher.hash(password);
  } catch (error) {
    // The next time will do.
    if (error instanceof BusyError) return undefined;
    throw error;
  }
}

async function reserve(deps: Deps, operation: Operation, addressBlock: string) {
  const { atMillis: nowMillis, target: addressKey = "", subjectId: accountId } = operation;
  const subject = passwordBudget(deps, { accountId: accountId ?? addressKey, addressBlock });
  return deps.unitOfWork.write(async (stores) => {
    const reserved = await reserveAttempt(stores, deps.random, {
      subject,
      lane: "password",
      nowMillis,
    });
    if (reserved.outcome === "reserved") return reserved;
    return recordOperation(deps, stores, operation, reserved);
  });
}

async function proceed(
  deps: Deps,
  stores: AccountsStores,
  account: Account,
  known: Operation & Pick<Credentials, "browserTokens" | "deviceTokens">,
): Promise<FirstFactorOutcome> {
  const { browserTokens, deviceTokens, ...operation } = known;
  const { atMillis: nowMillis, origin } = operation;
  const subject = subjectOf(account.id);
  const security = await readSecurity(stores, subject, nowMillis);
  if (!security.isEnabled) {
    const facts = { accountId: account.id, amr: ["pwd"], isRecovery: false, origin, nowMillis };
    const begun = await beginSession(deps, stores, facts);
    return { outcome: "signed_in", isTrusted: false, ...begun };
  }
  const trust = await signInTrusted(deps, stores, account, { ...operation, deviceTokens });
  if (trust.outcome === "signed_in") return { ...trust, isTrusted: true };
  const ticket = newToken(deps.random, "twl_ticket");
  const challenge = await openChallenge(
    stores,
    deps.random,
    {
      ...subject,
      purpose: "sign_in",
      boundTo: boundToTicket(deps.tokenHash.digest(ticket)),
      kinds: signInKinds(security),
      acts: [],
    },
    nowMillis,
  );
  const browser = await findBrowser(deps, stores, { subject, browserTokens, nowMillis });
  const described = await describe(deps, stores, challenge, browser?.lastFactorId);
  return { outcome: "second_step", described, ticket, deviceTokens: trust.deviceTokens };
}
