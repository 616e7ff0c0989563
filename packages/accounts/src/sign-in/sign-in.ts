import {
  auditEvent,
  boundToTicket,
  type DescribedChallenge,
  describe,
  newToken,
  type Origin,
  openChallenge,
  type Refusal,
  type ReservedAttempt,
  readSecurity,
  refuse,
  releaseAttempt,
  reserveAttempt,
} from "@twinlatch/verifier";
import { type Account, CONSOLE_PROJECT_ID, subjectOf } from "../account/account.ts";
import { parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";

type Deps = Pick<
  AccountsDeps,
  "clock" | "factors" | "passwordHasher" | "random" | "tokenHash" | "unitOfWork"
>;

interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The caller's address, or the block it is counted in: an IPv4 address or an IPv6 /64. */
  readonly addressBlock: string;
  readonly origin: Origin;
}

/** The right password: signed in, or asked for a second step with a ticket and nothing more. */
export type FirstFactorOutcome =
  | ({ readonly outcome: "signed_in" } & BegunSession)
  | {
      readonly outcome: "second_step";
      readonly described: DescribedChallenge;
      /** Opens only the endpoints of this challenge. */
      readonly ticket: string;
    }
  | Refusal<"invalid_credentials" | "too_many_attempts">;

/**
 * Signs in with e-mail and password. The attempt is counted, per account and address block, before the
 * password is compared; a right one is given back. An unknown address costs the same work and gives the
 * same answer as a wrong password. Sends no message.
 */
export async function signIn(deps: Deps, input: Credentials): Promise<FirstFactorOutcome> {
  const nowMillis = deps.clock.nowMillis();
  const email = parseEmailAddress(input.email)?.key ?? input.email;
  const addressKey = deps.tokenHash.keyed("email", email);
  const account = await deps.unitOfWork.read((stores) => stores.accounts.findByEmailKey(email));
  const turn: Turn = { account, addressKey, nowMillis, origin: input.origin };

  const reserved = await reserve(deps, turn, input.addressBlock);
  if (reserved.outcome === "refused") return reserved;
  const isRight = await compare(deps, turn, input.password, reserved.attempt);
  return deps.unitOfWork.write(async (stores) => {
    if (!isRight || account === undefined) {
      await record(deps, stores, turn, "invalid_credentials");
      return refuse("invalid_credentials");
    }
    await releaseAttempt(stores, reserved.attempt);
    await record(deps, stores, turn);
    return proceed(deps, stores, account, turn);
  });
}

interface Turn {
  readonly account: Account | undefined;
  readonly addressKey: string;
  readonly nowMillis: number;
  readonly origin: Origin;
}

async function reserve(deps: Deps, turn: Turn, addressBlock: string) {
  const subjectId = deps.tokenHash.keyed("password-budget", `${turn.addressKey} ${addressBlock}`);
  return deps.unitOfWork.write(async (stores) => {
    const reserved = await reserveAttempt(stores, deps.random, {
      subject: { projectId: CONSOLE_PROJECT_ID, subjectId },
      lane: "password",
      nowMillis: turn.nowMillis,
    });
    if (reserved.outcome === "refused") await record(deps, stores, turn, reserved.reason);
    return reserved;
  });
}

async function compare(
  deps: Deps,
  turn: Turn,
  password: string,
  attempt: ReservedAttempt,
): Promise<boolean> {
  try {
    return await deps.passwordHasher.verify(password, turn.account?.passwordHash);
  } catch (fault) {
    await deps.unitOfWork.write((stores) => releaseAttempt(stores, attempt));
    throw fault;
  }
}

async function proceed(
  deps: Deps,
  stores: AccountsStores,
  account: Account,
  turn: Turn,
): Promise<FirstFactorOutcome> {
  const { nowMillis, origin } = turn;
  const subject = subjectOf(account.id);
  const security = await readSecurity(stores, subject, nowMillis);
  if (!security.isEnabled) {
    const facts = { accountId: account.id, amr: ["pwd"], isRecovery: false, origin, nowMillis };
    return { outcome: "signed_in", ...(await beginSession(deps, stores, facts)) };
  }
  const ticket = newToken(deps.random, "twl_ticket");
  const challenge = await openChallenge(
    stores,
    deps.random,
    {
      ...subject,
      purpose: "sign_in",
      boundTo: boundToTicket(deps.tokenHash.digest(ticket)),
      kinds: ["totp", "recovery_code"],
    },
    nowMillis,
  );
  return { outcome: "second_step", described: await describe(deps, stores, challenge), ticket };
}

async function record(
  deps: Deps,
  stores: AccountsStores,
  turn: Turn,
  reason?: string,
): Promise<void> {
  await stores.audit.append(
    auditEvent(deps.random, {
      atMillis: turn.nowMillis,
      projectId: CONSOLE_PROJECT_ID,
      subjectId: turn.account?.id,
      type: "sign_in.password",
      outcome: reason === undefined ? "allowed" : "refused",
      reason,
      target: turn.addressKey,
      origin: turn.origin,
    }),
  );
}
