import { newId, type Origin, performOperation, type Refusal, refuse } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { findPasswordFlaw, type PasswordFlaw } from "../password/check-new-password.ts";
import { type Account, CONSOLE_PROJECT_ID } from "./account.ts";
import { parseEmailAddress } from "./email-address.ts";

/** The first account there is. */
export interface SetUpInstallation {
  readonly outcome: "set_up";
  readonly account: Pick<Account, "id" | "email">;
}

/**
 * Makes the first account, which administers the installation, without mailing its address: for whoever is
 * at the machine. Refused with `already_set_up` when there is an account; of two at the same time one is.
 */
export async function setUpInstallation(
  deps: Pick<
    AccountsDeps,
    "clock" | "commonPasswords" | "passwordHasher" | "random" | "unitOfWork"
  >,
  input: { readonly email: string; readonly password: string; readonly origin: Origin },
): Promise<SetUpInstallation | Refusal<"already_set_up" | "email_invalid" | PasswordFlaw>> {
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
      if (!(await stores.accounts.insertFirst(account))) return refuse("already_set_up");
      event.subjectId = account.id;
      return { outcome: "set_up", account: { id: account.id, email: account.email } };
    },
  );
}

/** Whether the installation has an account: whoever makes the first one administers it. */
export function isSetUp(deps: Pick<AccountsDeps, "unitOfWork">): Promise<boolean> {
  return deps.unitOfWork.read(async ({ accounts }) => (await accounts.list("", 1)).length > 0);
}
