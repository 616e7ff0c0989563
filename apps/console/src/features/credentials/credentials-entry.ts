import type { ClientProblem } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";

/** E-mail and password being typed, and what is wrong with them. */
export interface CredentialsEntry {
  readonly email: string;
  readonly password: string;
  readonly emailError: string | null;
  readonly passwordError: string | null;
  /** What the server said, above both fields. */
  readonly refusal: string | null;
  /** Whether the two do not belong together: which one is wrong, nobody says. */
  readonly isRefused: boolean;
  readonly failures: number;
}

/** Begins with an e-mail address that is known already, or none. */
export function beginEntry(email = ""): CredentialsEntry {
  return {
    email,
    password: "",
    emailError: null,
    passwordError: null,
    refusal: null,
    isRefused: false,
    failures: 0,
  };
}

/** Checks what can be checked before anything is sent; errors stand in the returned entry. */
export function checkSignIn(entry: CredentialsEntry): CredentialsEntry {
  return checked(entry, {
    emailError: emailError(entry.email),
    passwordError: entry.password === "" ? messages.password.empty : null,
  });
}

/** The same for a new account, whose password is being chosen. */
export function checkSignUp(entry: CredentialsEntry): CredentialsEntry {
  return checked(entry, {
    emailError: emailError(entry.email),
    passwordError: newPasswordError(entry.password),
  });
}

/** Whether an entry may be sent. */
export function isReady(entry: CredentialsEntry): boolean {
  return entry.emailError === null && entry.passwordError === null;
}

/** The server refused. The address stays; the password goes only where it may be wrong. */
export function refuseEntry(entry: CredentialsEntry, problem: ClientProblem): CredentialsEntry {
  const isRefused = problem.code === "invalid_credentials";
  return {
    ...entry,
    password: isRefused ? "" : entry.password,
    refusal: problemText(problem),
    isRefused,
    failures: entry.failures + 1,
  };
}

const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 256;

function checked(
  entry: CredentialsEntry,
  errors: Pick<CredentialsEntry, "emailError" | "passwordError">,
): CredentialsEntry {
  const isWrong = errors.emailError !== null || errors.passwordError !== null;
  return {
    ...entry,
    ...errors,
    refusal: null,
    isRefused: false,
    failures: entry.failures + (isWrong ? 1 : 0),
  };
}

/** What can be no address at all; whether it is one, only mail shows. Null when nothing is wrong. */
export function emailError(email: string): string | null {
  const trimmed = email.trim();
  if (trimmed === "") return messages.email.empty;
  return /^[^\s@]+@[^\s@]+$/.test(trimmed) ? null : messages.email.invalid;
}

/** What is wrong with a password that is being chosen, as far as the page can tell; else null. */
export function newPasswordError(password: string): string | null {
  if (password === "") return messages.password.empty;
  if ([...password].length < MIN_PASSWORD_LENGTH) return messages.password.tooShort;
  return password.length > MAX_PASSWORD_LENGTH ? messages.password.tooLong : null;
}
