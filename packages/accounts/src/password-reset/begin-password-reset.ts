import {
  findBrowser,
  newToken,
  type Operation,
  type Origin,
  type Refusal,
  recordOperation,
  refuse,
} from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID, subjectOf } from "../account/account.ts";
import { parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { findOwner } from "../email/find-owner.ts";
import { passwordResetMail } from "../mail/password-reset-mail.ts";
import { reserveMail } from "../mail/reserve-mail.ts";
import { DEFAULT_LANGUAGE, type Language } from "../notice/language.ts";
import { PASSWORD_RESET_MILLIS } from "./password-reset-store.ts";

type Deps = Pick<
  AccountsDeps,
  "clock" | "mailer" | "passwordResetUrl" | "productName" | "random" | "tokenHash" | "unitOfWork"
>;

/**
 * Mails a link that sets a new password to an address that has an account, spelt as its owner spelt it.
 * Whoever asks sees no difference where nobody has it, or it was mailed too often, neither in the answer nor
 * in the work done: a reset is stored for an unknown address too, with a token that nobody gets. A
 * browser that the owner is known in has a budget of its own, which strangers cannot use up. Refused
 * only with `email_invalid`.
 */
export async function beginPasswordReset(
  deps: Deps,
  input: {
    email: string;
    /** The caller's address, or the block it is counted in. */
    addressBlock: string;
    origin: Origin;
    /** What the browser holds to be recognised by. */
    browserTokens?: readonly string[] | undefined;
    /** What the caller speaks: that of the account would tell whether there is one. */
    language?: Language | undefined;
  },
): Promise<{ readonly outcome: "begun" } | Refusal<"email_invalid">> {
  const email = parseEmailAddress(input.email);
  if (email === undefined) return refuse("email_invalid");
  const atMillis = deps.clock.nowMillis();
  const expiresAtMillis = atMillis + PASSWORD_RESET_MILLIS;
  const token = newToken(deps.random, "twl_reset");
  const tokenDigest = deps.tokenHash.digest(token);
  const addressKey = deps.tokenHash.keyed("email", email.key);
  const operation: Operation = {
    atMillis,
    projectId: CONSOLE_PROJECT_ID,
    type: "password_reset.begun",
    target: addressKey,
    origin: input.origin,
  };
  const to = await deps.unitOfWork.write(async (stores) => {
    const owner = await findOwner(stores, email.key);
    const accountId = owner?.accountId;
    const requestedFor = accountId ?? addressKey;
    const reserved = await reserveResetMail(deps, stores, {
      requestedFor,
      emailKey: email.key,
      addressBlock: input.addressBlock,
      browserTokens: input.browserTokens,
      nowMillis: atMillis,
    });
    await recordOperation(deps, stores, { ...operation, subjectId: accountId }, reserved);
    // What was mailed before goes on working where no newer one is.
    if (reserved.outcome === "refused") return undefined;
    const times = { createdAtMillis: atMillis, expiresAtMillis };
    await stores.passwordResets.replace({ requestedFor, accountId, tokenDigest, ...times });
    return owner?.written;
  });
  const { passwordResetUrl: resetUrl, productName } = deps;
  const mail = passwordResetMail({
    language: input.language ?? DEFAULT_LANGUAGE,
    productName,
    to: to ?? email.written,
    resetUrl,
    token,
    expiresAtMillis,
  });
  if (to !== undefined) deps.mailer.post(mail);
  return { outcome: "begun" };
}

/** Counts the mail, against the browser where the owner is known in it, and the address block elsewhere. */
async function reserveResetMail(
  deps: Deps,
  stores: AccountsStores,
  request: {
    requestedFor: string;
    emailKey: string;
    addressBlock: string;
    browserTokens: readonly string[] | undefined;
    nowMillis: number;
  },
): ReturnType<typeof reserveMail> {
  const { requestedFor, emailKey, addressBlock, browserTokens, nowMillis } = request;
  // Looked for where nobody has the address too: the same work.
  const subject = subjectOf(requestedFor);
  const browser = await findBrowser(deps, stores, { subject, browserTokens, nowMillis });
  return reserveMail(deps, stores, {
    purpose: "password-reset",
    emailKey,
    causedBy: browser === undefined ? addressBlock : `browser ${browser.tokenDigest}`,
    isOwner: browser !== undefined,
    nowMillis,
  });
}
