import { PROBLEMS, type Problem, type ProblemCode } from "@twinlatch/api-contract";
import type { FastifyReply } from "fastify";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** What a problem says beside its code. */
export type ProblemDetails = Partial<
  Pick<Problem, "detail" | "errors" | "retryAfterSeconds" | "action" | "target" | "challenge">
>;

/** Seconds after which a fault of ours is worth another try. */
const RETRY_UNAVAILABLE_SECONDS = 2;
const RETRY_TOO_MANY_SECONDS = 60;

/** What a person can do about it. Programs read only the code. */
const DETAILS: Readonly<Record<ProblemCode, string>> = {
  malformed_request: "The request could not be read. Send it as HTTP/1.1.",
  method_not_allowed: "The Allow header lists what can be done here.",
  request_timeout: "The whole request must arrive within 10 seconds.",
  unknown_host: "Use the address that the installation was set up with.",
  headers_too_large: "Send fewer or shorter headers.",
  invalid_request: "One or more fields are missing, unknown or not as they must be.",
  unsupported_media_type: "Send the body as application/json.",
  body_too_large: "Bodies can be up to 64 KiB long.",
  not_found: "Nothing is at this address, or it is not yours.",
  not_signed_in: "Sign in, then try again.",
  invalid_credentials: "Your e-mail or password is not right.",
  invalid_code: "That code is not right. Check it and try again.",
  code_already_used: "That code was already used. Wait for the next one.",
  code_expired: "Its time is over, or a newer one was sent. Ask for a new one.",
  challenge_closed: "It was answered already, has expired, or saw too many wrong codes.",
  too_many_attempts: "Too many tries. The Retry-After header says when to try again.",
  too_many_requests: "Too many failures from this address. Try again in a minute.",
  step_up_required: "Answer the challenge, then repeat the request with its proof.",
  password_retired:
    "Somebody else seems to know your password. Choose a new one; nothing else works until then.",
  recovery_session: "Add a new authenticator first; its first code lifts this limit.",
  actions_held:
    "Your authenticator was replaced lately. The Retry-After header says when this works.",
  cross_site_request: "Requests that change something must come from this site's own pages.",
  sign_up_closed: "Ask whoever runs this installation for an account.",
  too_many_factors: "Remove one before you add another.",
  no_factor: "Add an authenticator first.",
  last_factor: "Add another authenticator, or remove the suspended ones, before this one goes.",
  required_by_policy:
    "A project requires it because of your role there. Add another authenticator before this one goes.",
  full_session_required: "Use a browser that was signed in to with a code from an authenticator.",
  replacement_waiting: "It can be completed after 24 hours, or cancelled.",
  email_already_added: "It is in the list already.",
  too_many_emails: "Remove an address before you add another one.",
  last_email: "Add another address before you remove this one.",
  last_admin:
    "Whoever administers the installation cannot delete the account: nobody would be left.",
  phone_already_added: "It is in the list already.",
  phone_not_supported: "Use a mobile number, or an authenticator app.",
  country_not_supported: "Use an authenticator app, or a number of another country.",
  too_many_texts: "The Retry-After header says when another code can be sent.",
  text_unavailable: "Use another way, or try again later.",
  text_not_sent: "If no code comes, ask for another one, or use another way.",
  no_recovery_codes: "Recovery codes come with the first authenticator app or phone.",
  idempotency_key_reused:
    "Make a new random key for each request, and keep it only to repeat that one.",
  unavailable: "Nothing was changed. Try again in a moment.",
  internal_error: "Nothing more is known to you; the request id finds it in the server's log.",
};

/** Seconds to wait that go with a code when nothing better is known. */
const RETRY_AFTER_SECONDS: Readonly<Partial<Record<ProblemCode, number>>> = {
  unavailable: RETRY_UNAVAILABLE_SECONDS,
  too_many_attempts: RETRY_TOO_MANY_SECONDS,
  too_many_requests: RETRY_TOO_MANY_SECONDS,
  too_many_texts: RETRY_TOO_MANY_SECONDS,
  text_unavailable: RETRY_TOO_MANY_SECONDS,
  text_not_sent: RETRY_UNAVAILABLE_SECONDS,
};

/** Makes the body of a refusal (RFC 9457). */
export function problemBody(
  code: ProblemCode,
  requestId: string,
  details: ProblemDetails = {},
): Problem {
  const { status, title } = PROBLEMS[code];
  const retryAfterSeconds = details.retryAfterSeconds ?? RETRY_AFTER_SECONDS[code];
  return {
    type: `urn:twinlatch:problem:${code}`,
    title,
    status,
    detail: DETAILS[code],
    code,
    requestId,
    ...details,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** Headers that a problem's status asks for: when to come back (429, 503), how to sign in (401). */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = { "content-type": PROBLEM_MEDIA_TYPE };
  if (problem.retryAfterSeconds !== undefined) {
    headers["retry-after"] = String(problem.retryAfterSeconds);
  }
  // RFC 9110 §11.6.1: a 401 names a scheme. Browsers do not prompt for this one.
  if (problem.status === 401) headers["www-authenticate"] = "Bearer";
  return headers;
}

/** Answers with a problem. `headers` replace what its status asks for. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  details?: ProblemDetails,
  headers?: Record<string, string>,
): FastifyReply {
  const problem = problemBody(code, reply.request.id, details);
  return reply
    .code(problem.status)
    .headers({ ...problemHeaders(problem), ...headers })
    .send(JSON.stringify(problem));
}
