import {
  newId,
  type Operation,
  type Origin,
  performOperation,
  type Refusal,
  refuse,
  type Settle,
} from "@twinlatch/verifier";
import { type Account, CONSOLE_PROJECT_ID } from "../account/account.ts";
import { parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Language } from "../notice/language.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";
import { MAX_SIGN_UP_ATTEMPTS, type SignUp } from "./sign-up-store.ts";

type Deps = Pick<
  AccountsDeps,
  "clock" | "firstSignUpAdministers" | "random" | "tokenHash" | "unitOfWork"
>;

/** A new account, signed in. */
export interface VerifiedSignUp extends BegunSession {
  readonly outcome: "signed_in";
  readonly account: Pick<Account, "id" | "email">;
}

/**
 * Completes a sign-up with the mailed code, in the browser that began it, and signs in. The attempt is
 * counted before the code is compared. Refused with `invalid_code`, or `challenge_closed` when the
 * sign-up is unknown, over, or has seen five codes.
 */
export async function verifySignUp(
  deps: Deps,
  input: {
    email: string;
    code: string;
    token: string;
    origin: Origin;
    /** What the browser speaks: the account's language from now on. */
    language?: Language | undefined;
  },
  settle?: Settle<AccountsStores, VerifiedSignUp>,
): Promise<VerifiedSignUp | Refusal<"invalid_code" | "challenge_closed">> {
  const nowMillis = deps.clock.nowMillis();
  const digest = deps.tokenHash.digest(input.token);
  const signUp = await deps.unitOfWork.read((stores) => stores.signUps.find(digest));
  const operation: Operation = {
    atMillis: nowMillis,
    projectId: CONSOLE_PROJECT_ID,
    type: "sign_up.verified",
    target: signUp?.id,
    origin: input.origin,
  };
  const by = { nowMillis, maxAttempts: MAX_SIGN_UP_ATTEMPTS };
  const isReserved =
    signUp !== undefined &&
    (await deps.unitOfWork.write((stores) => stores.signUps.reserveAttempt(signUp.id, by)));
  if (!isReserved) return performOperation(deps, operation, async () => refuse("challenge_closed"));
  if (!matches(deps, signUp, input)) {
    return performOperation(deps, operation, async () => refuse("invalid_code"));
  }
  return performOperation(
    deps,
    operation,
    async (stores, event) => {
      const made = await makeAccount(deps, stores, signUp, operation);
      if (made.outcome === "refused") return made;
      event.subjectId = made.account.id;
      event.sessionId = made.session.id;
      if (input.language) await stores.accounts.setLanguage(made.account.id, input.language);
      return made;
    },
    settle,
  );
}

function matches(deps: Deps, signUp: SignUp, input: { email: string; code: string }): boolean {
  // Comparing keyed hashes tells nothing by its time: nobody can aim at a value of an unknown key.
  const codeHash = deps.tokenHash.keyed("sign-up-code", `${signUp.id} ${input.code}`);
  const isAddress = parseEmailAddress(input.email)?.key === signUp.emailKey;
  return signUp.codeHash === codeHash && isAddress;
}

async function makeAccount(
  deps: Deps,
  stores: AccountsStores,
  signUp: SignUp,
  { atMillis: nowMillis, origin }: Operation,
): Promise<VerifiedSignUp | Refusal<"challenge_closed">> {
  if (!(await stores.signUps.consume(signUp.id))) return refuse("challenge_closed");
  const account = {
    id: newId(deps.random, "acc", nowMillis),
    email: signUp.email,
    emailKey: signUp.emailKey,
    passwordHash: signUp.passwordHash,
    createdAtMillis: nowMillis,
  };
  const isAdded = await stores.accounts.insert(account, {
    mayAdminister: deps.firstSignUpAdministers,
  });
  if (!isAdded) return refuse("challenge_closed");
  const begun = await beginSession(deps, stores, {
    accountId: account.id,
    amr: ["pwd"],
    isRecovery: false,
    origin,
    nowMillis,
  });
  return { outcome: "signed_in", account: { id: account.id, email: account.email }, ...begun };
}
