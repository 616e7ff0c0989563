import { newId, type Origin, performOperation, type Refusal, refuse } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { findPasswordFlaw, type PasswordFlaw } from "../password/check-new-password.ts";
import { type Account, CONSOLE_PROJECT_ID } from "./account.ts";
import { parseEmailAddress } from "./email-address.ts";

/** The account that administers the installation. */
export interface SetUpInstallation {
  readonly outcome: "set_up";
  readonly account: Pick<Account, "id" | "email">;
}

/**
 * Makes the account that administers the installation, without mailing its address: for whoever is at the
 * machine. Refused with `already_set_up` when there is one, as one of two at the same time is, and with
 * `address_taken` when somebody has signed up with the address.
 */
export async function setUpInstallation(
  deps: Pick<
    AccountsDeps,
    "clock" | "commonPasswords" | "passwordHasher" | "random" | "unitOfWork"
  >,
  input: { readonly email: string; readonly password: string; readonly origin: Origin },
): Promise<
  SetUpInstallation | Refusal<"already_set_up" | "address_taken" | "email_invalid" | PasswordFlaw>
> {
  const email = parseEmailAddress(input.email);
  if (email === undefined) return refuse("email_invalid");
  const flaw = findPasswordFlaw(deps, input.password, email.key);
  if (flaw !== undefined) return refuse(flaw);
  const createdAtMillis = deps.clock.nowMillis();
  const account = {
    id: newId(deps.random, "acc", createdAtMillis),
    email: email.written,
    emailKey: email.key,
    passwordHash: await deps.passwordHasher.hash(input.password),
    createdAtMillis,
  };
  return performOperation(
    deps,
    {
      atMillis: createdAtMillis,
      projectId: CONSOLE_PROJECT_ID,
      type: "account.set_up",
      origin: input.origin,
    },
    async (stores, event) => {
      const added = await stores.accounts.insertAdmin(account);
      if (added === "has_admin") return refuse("already_set_up");
      if (added === "address_taken") return refuse("address_taken");
      event.subjectId = account.id;
      return { outcome: "set_up", account: { id: account.id, email: account.email } };
    },
  );
}
