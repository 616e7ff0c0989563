import type { ClientProblem } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import { type CredentialsEntry, refuseEntry } from "../credentials/credentials-entry.ts";

/** Puts a refused sign-up's error beside the field it is about, and keeps what was typed there. */
export function refuseSignUp(entry: CredentialsEntry, problem: ClientProblem): CredentialsEntry {
  const wrongPaths = new Set(
    "errors" in problem ? problem.errors?.map((error) => error.path) : undefined,
  );
  const errors = {
    emailError: wrongPaths.has("/email") ? messages.email.invalid : null,
    passwordError: wrongPaths.has("/password") ? messages.password.refused : null,
  };
  return errors.emailError === null && errors.passwordError === null
    ? refuseEntry(entry, problem)
    : { ...entry, ...errors, refusal: null, isRefused: false, failures: entry.failures + 1 };
}
