import {
  auditEvent,
  newDigitCode,
  newId,
  newToken,
  type Origin,
  type Refusal,
  refuse,
  reserveAttempt,
} from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";
import { parseEmailAddress } from "../account/email-address.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import { signUpCodeMail, signUpExistingMail } from "../mail/sign-up-mail.ts";
import { findPasswordFlaw, type PasswordFlaw } from "../password/check-new-password.ts";
import { SIGN_UP_MILLIS, type SignUp } from "./sign-up-store.ts";

/**
 * Begins a sign-up: mails a six-digit code to the address, and returns the token that only this browser
 * gets. An address that has an account gets a message that says so, and whoever asked sees no
 * difference, in the answer or in the work done. An address that was mailed too often gets
 * nothing more for a while.
 */
export async function beginSignUp(
  deps: Pick<
    AccountsDeps,
    | "clock"
    | "commonPasswords"
    | "mailer"
    | "passwordHasher"
    | "productName"
    | "random"
    | "tokenHash"
    | "unitOfWork"
  >,
  input: { email: string; password: string; origin: Origin },
): Promise<
  { readonly outcome: "begun"; readonly token: string } | Refusal<"email_invalid" | PasswordFlaw>
> {
  const email = parseEmailAddress(input.email);
  if (email === undefined) return refuse("email_invalid");
  const flaw = findPasswordFlaw(deps, input.password, email.key);
  if (flaw !== undefined) return refuse(flaw);

  const nowMillis = deps.clock.nowMillis();
  const expiresAtMillis = nowMillis + SIGN_UP_MILLIS;
  const id = newId(deps.random, "sup");
  const token = newToken(deps.random, "twl_signup");
  const code = newDigitCode(deps.random);
  const codeHash = deps.tokenHash.keyed("sign-up-code", `${id} ${code}`);
  const passwordHash = await deps.passwordHasher.hash(input.password);
  const addressKey = deps.tokenHash.keyed("email", email.key);

  const mail = await deps.unitOfWork.write(async (stores) => {
    const isTaken = (await stores.accounts.findByEmailKey(email.key)) !== undefined;
    const reserved = await reserveAttempt(stores, deps.random, {
      subject: { projectId: CONSOLE_PROJECT_ID, subjectId: addressKey },
      lane: "sign_up_mail",
      nowMillis,
    });
    const isMailed = reserved.outcome === "reserved";
    const signUp: SignUp = {
      id,
      tokenDigest: deps.tokenHash.digest(token),
      email: email.written,
      emailKey: email.key,
      passwordHash,
      codeHash: isTaken || !isMailed ? undefined : codeHash,
      attempts: 0,
      createdAtMillis: nowMillis,
      expiresAtMillis,
    };
    await stores.signUps.insert(signUp);
    await stores.audit.append(
      auditEvent(deps.random, {
        atMillis: nowMillis,
        projectId: CONSOLE_PROJECT_ID,
        type: "sign_up.begun",
        outcome: isMailed ? "allowed" : "refused",
        reason: isMailed ? undefined : reserved.reason,
        target: addressKey,
        origin: input.origin,
      }),
    );
    if (!isMailed) return undefined;
    const about = { productName: deps.productName, to: email.written, expiresAtMillis };
    return isTaken ? signUpExistingMail(about) : signUpCodeMail({ ...about, code });
  });
  if (mail !== undefined) deps.mailer.post(mail);
  return { outcome: "begun", token };
}
