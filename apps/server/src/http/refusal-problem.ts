import type { PasswordFlaw } from "@twinlatch/accounts";
import type { Problem, ProblemCode } from "@twinlatch/api-contract";
import type { RefusalReason as VerifierReason } from "@twinlatch/verifier";
import type { ProblemDetails } from "./problem.ts";

/** Every reason for which the rules, or a route itself, refuse. */
export type RefusalReason =
  | VerifierReason
  | PasswordFlaw
  | "email_already_added"
  | "email_invalid"
  | "idempotency_key_reused"
  | "invalid_credentials"
  | "last_admin"
  | "last_email"
  | "not_signed_in"
  | "sign_up_closed"
  | "too_many_emails"
  | "text_not_sent"
  | "too_many_requests";

type FieldProblem = NonNullable<Problem["errors"]>[number];

/** What each reason is told as: a code, or the field of an `invalid_request`. */
const PROBLEM_OF: Readonly<Record<RefusalReason, ProblemCode | FieldProblem>> = {
  actions_held: "actions_held",
  acts_not_listed: { path: "/acts", message: "must be a number of acts that the challenge lists" },
  challenge_closed: "challenge_closed",
  code_already_used: "code_already_used",
  code_expired: "code_expired",
  country_not_supported: "country_not_supported",
  email_already_added: "email_already_added",
  email_invalid: { path: "/email", message: "must be an e-mail address" },
  full_session_required: "full_session_required",
  idempotency_key_reused: "idempotency_key_reused",
  invalid_code: "invalid_code",
  invalid_credentials: "invalid_credentials",
  kind_not_allowed: { path: "/kind", message: "must be one that the challenge offers" },
  last_admin: "last_admin",
  last_email: "last_email",
  last_factor: "last_factor",
  malformed_answer: { path: "/code", message: "must be a code of that kind, for a named factor" },
  no_factor: "no_factor",
  no_recovery_codes: "no_recovery_codes",
  not_found: "not_found",
  not_signed_in: "not_signed_in",
  password_common: { path: "/password", message: "must not be one that many people use" },
  password_too_long: { path: "/password", message: "must have 256 characters or fewer" },
  password_too_short: { path: "/password", message: "must have 8 characters or more" },
  phone_already_added: "phone_already_added",
  phone_invalid: { path: "/phone", message: "must be a telephone number" },
  phone_not_supported: "phone_not_supported",
  recovery_session: "recovery_session",
  required_by_policy: "required_by_policy",
  replacement_waiting: "replacement_waiting",
  sign_up_closed: "sign_up_closed",
  step_up_required: "step_up_required",
  text_not_sent: "text_not_sent",
  text_unavailable: "text_unavailable",
  too_many_attempts: "too_many_attempts",
  too_many_emails: "too_many_emails",
  too_many_factors: "too_many_factors",
  too_many_requests: "too_many_requests",
  too_many_texts: "too_many_texts",
};

/** The problem that tells a refusal to the caller. */
export function refusalProblem(refusal: {
  readonly reason: RefusalReason;
  readonly retryAfterSeconds?: number | undefined;
  readonly fieldPath?: string | undefined;
}): readonly [ProblemCode, ProblemDetails] {
  const problem = PROBLEM_OF[refusal.reason];
  if (typeof problem !== "string") {
    const path = refusal.fieldPath ?? problem.path;
    return ["invalid_request", { errors: [{ ...problem, path }] }];
  }
  const { retryAfterSeconds } = refusal;
  return [problem, retryAfterSeconds === undefined ? {} : { retryAfterSeconds }];
}
