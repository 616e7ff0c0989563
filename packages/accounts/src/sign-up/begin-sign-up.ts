import {
  newDigitCode,
  newId,
  newToken,
  type Operation,
  type Origin,
  type Refusal,
  recordOperation,
  refuse,
} from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";
import { type EmailAddress, parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import { findOwner } from "../email/find-owner.ts";
import { reserveMail } from "../mail/reserve-mail.ts";
import { signUpCodeMail, signUpExistingMail } from "../mail/sign-up-mail.ts";
import { DEFAULT_LANGUAGE, type Language } from "../notice/language.ts";
import { findPasswordFlaw, type PasswordFlaw } from "../password/check-new-password.ts";
import { SIGN_UP_MILLIS, type SignUp } from "./sign-up-store.ts";

type Deps = Pick<
  AccountsDeps,
  | "clock"
  | "commonPasswords"
  | "mailer"
  | "passwordHasher"
  | "productName"
  | "random"
  | "tokenHash"
  | "unitOfWork"
>;

/**
 * Begins a sign-up: mails a six-digit code to the address, and returns the token that only this browser
 * gets. An address that has an account gets a message that says so, and whoever asked sees no
 * difference, in the answer or in the work done. An address that was mailed too often,
 * from one place or in all, gets nothing more for a while.
 */
export async function beginSignUp(
  deps: Deps,
  input: {
    email: string;
    password: string;
    /** The caller's address, or the block it is counted in. */
    addressBlock: string;
    origin: Origin;
    /** What the browser speaks: the mail's language. */
    language?: Language | undefined;
  },
): Promise<
  { readonly outcome: "begun"; readonly token: string } | Refusal<"email_invalid" | PasswordFlaw>
> {
  const email = parseEmailAddress(input.email);
  if (email === undefined) return refuse("email_invalid");
  const flaw = findPasswordFlaw(deps, input.password, email.key);
  if (flaw !== undefined) return refuse(flaw);

  const { signUp, token, code } = await makeSignUp(deps, email, input.password);
  const addressKey = deps.tokenHash.keyed("email", email.key);
  const operation: Operation = {
    atMillis: signUp.createdAtMillis,
    projectId: CONSOLE_PROJECT_ID,
    type: "sign_up.begun",
    target: addressKey,
    origin: input.origin,
  };
  const mail = await deps.unitOfWork.write(async (stores) => {
    const owner = await findOwner(stores, email.key);
    const reserved = await reserveMail(deps, stores, {
      purpose: "sign-up",
      emailKey: email.key,
      causedBy: input.addressBlock,
      nowMillis: signUp.createdAtMillis,
    });
    const isMailed = reserved.outcome === "reserved";
    const codeHash = owner !== undefined || !isMailed ? undefined : signUp.codeHash;
    await stores.signUps.insert({ ...signUp, codeHash });
    await recordOperation(deps, stores, operation, reserved);
    if (!isMailed) return undefined;
    const { expiresAtMillis } = signUp;
    const { language = DEFAULT_LANGUAGE } = input;
    const { productName } = deps;
    const about = { language, productName, expiresAtMillis };
    return owner === undefined
      ? signUpCodeMail({ ...about, to: email.written, code })
      : signUpExistingMail({ ...about, to: owner.written });
  });
  if (mail !== undefined) deps.mailer.post(mail);
  return { outcome: "begun", token };
}

async function makeSignUp(
  deps: Deps,
  email: EmailAddress,
  password: string,
): Promise<{ signUp: SignUp; token: string; code: string }> {
  const nowMillis = deps.clock.nowMillis();
  const id = newId(deps.random, "sup", nowMillis);
  const token = newToken(deps.random, "twl_signup");
  const code = newDigitCode(deps.random);
  const signUp: SignUp = {
    id,
    tokenDigest: deps.tokenHash.digest(token),
    email: email.written,
    emailKey: email.key,
    passwordHash: await deps.passwordHasher.hash(password),
    codeHash: deps.tokenHash.keyed("sign-up-code", `${id} ${code}`),
    attempts: 0,
    createdAtMillis: nowMillis,
    expiresAtMillis: nowMillis + SIGN_UP_MILLIS,
  };
  return { signUp, token, code };
}
