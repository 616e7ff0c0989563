/**
 * Every refusal's stable code, with its status and title. `detail` says more to a person; programs
 * read only `code`.
 */
export const PROBLEMS = {
  invalid_request: { status: 422, title: "The request is not valid" },
  malformed_request: { status: 400, title: "This is not a well-formed HTTP request" },
  method_not_allowed: { status: 405, title: "This cannot be done here" },
  request_timeout: { status: 408, title: "The request took too long to arrive" },
  unknown_host: { status: 421, title: "This server has another name" },
  headers_too_large: { status: 431, title: "The headers are too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  body_too_large: { status: 413, title: "The body is too large" },
  not_found: { status: 404, title: "There is no such thing" },
  not_signed_in: { status: 401, title: "You are not signed in" },
  invalid_credentials: { status: 401, title: "The e-mail or password is not right" },
  invalid_code: { status: 401, title: "The code is not right" },
  code_already_used: { status: 401, title: "The code was already used" },
  challenge_closed: { status: 410, title: "This can no longer be answered; start again" },
  too_many_attempts: { status: 429, title: "Too many tries" },
  too_many_requests: { status: 429, title: "Too many requests" },
  step_up_required: { status: 401, title: "A fresh proof is needed" },
  password_retired: { status: 403, title: "The password is retired; choose a new one first" },
  recovery_session: { status: 403, title: "A session begun with a recovery code may not do this" },
  actions_held: { status: 403, title: "After a replacement this has to wait" },
  cross_site_request: { status: 403, title: "The request came from another site" },
  sign_up_closed: { status: 403, title: "New accounts are not open here" },
  too_many_factors: { status: 409, title: "There are as many authenticators as there can be" },
  no_factor: { status: 409, title: "There is no active factor" },
  last_factor: { status: 409, title: "It is the last authenticator in use" },
  full_session_required: { status: 403, title: "This needs a sign-in with a second factor" },
  replacement_waiting: { status: 409, title: "A replacement waits already" },
  email_already_added: { status: 409, title: "The account has this address already" },
  too_many_emails: { status: 409, title: "There are as many addresses as there can be" },
  last_email: { status: 409, title: "It is the account's last address" },
  last_admin: { status: 409, title: "Nobody else administers this installation" },
  no_recovery_codes: { status: 409, title: "There are no recovery codes" },
  idempotency_key_reused: { status: 422, title: "This key was used for another request" },
  unavailable: { status: 503, title: "This does not work at the moment; nothing was changed" },
  internal_error: { status: 500, title: "Something went wrong" },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable code that says why a request was refused. */
export type ProblemCode = keyof typeof PROBLEMS;
