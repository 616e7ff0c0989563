import {
  type Operation,
  type Origin,
  performOperation,
  type Refusal,
  refuse,
  type Settle,
} from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import type { Session } from "../session/session.ts";
import {
  type AccountEmail,
  type EmailAddition,
  MAX_EMAIL_ADDITION_ATTEMPTS,
  MAX_EMAILS,
} from "./account-email.ts";

/** The address, which signs in from now on. */
export interface AddedEmail {
  readonly outcome: "added";
  readonly email: AccountEmail;
}

/**
 * Adds an address to the account with the code that was mailed to it, in the session that began. The
 * attempt is counted before the code is compared. All addresses are told, the new one too, and no device is
 * trusted any more.
 *
 * Refused with `not_found` when this session began no such addition, `challenge_closed` when it is over
 * or has seen five codes, `invalid_code`, and `too_many_emails`.
 */
export async function confirmEmailAddition(
  deps: Pick<
    AccountsDeps,
    "activityUrl" | "clock" | "messageBox" | "productName" | "random" | "tokenHash" | "unitOfWork"
  >,
  input: { session: Session; emailId: string; code: string; origin: Origin },
  settle?: Settle<AccountsStores, AddedEmail>,
): Promise<
  AddedEmail | Refusal<"not_found" | "challenge_closed" | "invalid_code" | "too_many_emails">
> {
  const { session, emailId, code, origin } = input;
  const { accountId, id: sessionId } = session;
  const subject = subjectOf(accountId);
  const atMillis = deps.clock.nowMillis();
  const begun = await deps.unitOfWork.read((stores) =>
    stores.emailAdditions.list(accountId, sessionId),
  );
  const addition = begun.find(({ id }) => id === emailId);
  const type = "account_email.added";
  const operation: Operation = {
    atMillis,
    ...subject,
    type,
    sessionId,
    target: addition && deps.tokenHash.keyed("email", addition.emailKey),
    origin,
  };
  if (addition === undefined)
    return performOperation(deps, operation, async () => refuse("not_found"));
  const by = { nowMillis: atMillis, maxAttempts: MAX_EMAIL_ADDITION_ATTEMPTS };
  const isReserved = await deps.unitOfWork.write((stores) =>
    stores.emailAdditions.reserveAttempt(addition, by),
  );
  if (!isReserved) return performOperation(deps, operation, async () => refuse("challenge_closed"));
  // Comparing keyed hashes tells nothing by its time: nobody can aim at a value of an unknown key.
  const codeHash = deps.tokenHash.keyed("email-addition-code", `${addition.id} ${code}`);
  if (addition.codeHash !== codeHash) {
    return performOperation(deps, operation, async () => refuse("invalid_code"));
  }
  return performOperation(
    deps,
    operation,
    async (stores) => {
      await holdAccount(stores, accountId);
      const emails = await stores.accountEmails.list(accountId);
      if (emails.length >= MAX_EMAILS) return refuse("too_many_emails");
      const email = toEmail(addition, atMillis);
      const isMine = await stores.emailAdditions.consume(accountId, addition.id);
      // Another account may have got the address meanwhile.
      if (!isMine || !(await stores.accountEmails.insert(email))) return refuse("challenge_closed");
      await stores.trustedDevices.forget(subject);
      const facts = { email: email.email };
      await announce(deps, stores, { accountId, kind: "email_added", facts, atMillis, origin });
      return { outcome: "added", email };
    },
    settle,
  );
}

function toEmail(
  { id, accountId, email, emailKey }: EmailAddition,
  nowMillis: number,
): AccountEmail {
  return { id, accountId, email, emailKey, createdAtMillis: nowMillis };
}
