import {
  checkProof,
  newDigitCode,
  newId,
  type Operation,
  type Origin,
  type ProofRefusal,
  performOperation,
  type Refusal,
  refuse,
  type Settle,
  type StepUpDemand,
  spendProof,
} from "@twinlatch/verifier";
import { parseEmailAddress } from "../account/email-address.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { emailAdditionMail, emailTakenMail } from "../mail/account-email-mail.ts";
import { reserveMail } from "../mail/reserve-mail.ts";
import { DEFAULT_LANGUAGE, type Language } from "../notice/language.ts";
import { EMAIL_ADDITION_MILLIS, type EmailAddition, MAX_EMAILS } from "./account-email.ts";
import { type AddressOwner, findOwner } from "./find-owner.ts";

type AdditionRefusal = Refusal<
  "email_invalid" | "email_already_added" | "too_many_emails" | "too_many_attempts"
>;

/** An address that waits for its code. */
export interface BegunEmailAddition {
  readonly outcome: "begun";
  readonly addition: EmailAddition;
}

interface Begun extends BegunEmailAddition {
  readonly language: Language | undefined;
  /** Whose it is already; undefined where nobody has it. */
  readonly owner: AddressOwner | undefined;
}

/**
 * Begins to add an address to the account that is signed in: a code is mailed there, and only this
 * session can enter it. An address that belongs to another account gets a message that says so, and
 * whoever asked sees no difference. One addition a session: another replaces it.
 *
 * Refused without a proof, with `email_invalid`, with `email_already_added` when it is the account's own,
 * with `too_many_emails` at five, and with `too_many_attempts` when the account or the address has caused
 * too many mails.
 */
export async function beginEmailAddition(
  deps: Pick<
    AccountsDeps,
    "clock" | "factors" | "mailer" | "productName" | "random" | "tokenHash" | "unitOfWork"
  >,
  input: { demand: StepUpDemand; email: string; origin: Origin },
  settle?: Settle<AccountsStores, BegunEmailAddition>,
): Promise<BegunEmailAddition | AdditionRefusal | ProofRefusal> {
  const { demand, origin } = input;
  const { subject, sessionId } = demand;
  const email = parseEmailAddress(input.email);
  if (email === undefined) return refuse("email_invalid");
  const nowMillis = deps.clock.nowMillis();
  const { addition, code } = makeAddition(deps, { demand, email, nowMillis });
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "account_email.begun",
    sessionId,
    target: deps.tokenHash.keyed("email", email.key),
    origin,
  };
  const begun = await performOperation<AccountsStores, Begun | AdditionRefusal | ProofRefusal>(
    deps,
    operation,
    async (stores) => {
      await holdAccount(stores, addition.accountId);
      const allowed = await allow(deps, stores, { demand, addition });
      if (allowed.outcome === "refused") return allowed;
      const owner = await findOwner(stores, email.key);
      const stored = owner === undefined ? addition : { ...addition, codeHash: undefined };
      await stores.emailAdditions.replace(stored);
      const recipient = await stores.accounts.findRecipient(addition.accountId);
      return { outcome: "begun", addition: stored, language: recipient?.language, owner };
    },
    settle,
  );
  if (begun.outcome === "refused") return begun;
  const { expiresAtMillis } = addition;
  const { language = DEFAULT_LANGUAGE, owner } = begun;
  const about = { language, productName: deps.productName, expiresAtMillis };
  deps.mailer.post(
    owner === undefined
      ? emailAdditionMail({ ...about, to: email.written, code })
      : emailTakenMail({ ...about, to: owner.written }),
  );
  return { outcome: "begun", addition: begun.addition };
}

/** Spends the proof last, so that a refusal for any other reason leaves it unspent. */
async function allow(
  deps: Pick<AccountsDeps, "clock" | "factors" | "random" | "tokenHash">,
  stores: AccountsStores,
  { demand, addition }: { demand: StepUpDemand; addition: EmailAddition },
): Promise<{ readonly outcome: "allowed" } | AdditionRefusal | ProofRefusal> {
  const { accountId, emailKey, createdAtMillis: nowMillis } = addition;
  const emails = await stores.accountEmails.list(accountId);
  if (emails.some((each) => each.emailKey === emailKey)) return refuse("email_already_added");
  if (emails.length >= MAX_EMAILS) return refuse("too_many_emails");
  // Nobody uses up mails who may not cause any.
  const proved = await checkProof(deps, stores, demand, nowMillis);
  if (proved.outcome === "refused") return proved;
  const mail = { purpose: "account-email", emailKey, causedBy: accountId, nowMillis } as const;
  const reserved = await reserveMail(deps, stores, mail);
  if (reserved.outcome === "refused") return reserved;
  return spendProof(deps, stores, demand, nowMillis);
}

function makeAddition(
  deps: Pick<AccountsDeps, "random" | "tokenHash">,
  of: {
    demand: StepUpDemand;
    email: { readonly written: string; readonly key: string };
    nowMillis: number;
  },
): { addition: EmailAddition; code: string } {
  const { demand, email, nowMillis } = of;
  const id = newId(deps.random, "eml", nowMillis);
  const code = newDigitCode(deps.random);
  const addition: EmailAddition = {
    id,
    accountId: demand.subject.subjectId,
    sessionId: demand.sessionId,
    email: email.written,
    emailKey: email.key,
    codeHash: deps.tokenHash.keyed("email-addition-code", `${id} ${code}`),
    attempts: 0,
    createdAtMillis: nowMillis,
    expiresAtMillis: nowMillis + EMAIL_ADDITION_MILLIS,
  };
  return { addition, code };
}
