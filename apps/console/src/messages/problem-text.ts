import type { ClientProblem } from "@twinlatch/client";
import { messages } from "./messages.ts";

/** What a refusal answers to, as far as its text depends on that. */
export interface ProblemContext {
  /** Said when what was entered is wrong; default: the text for a code from an authenticator app. */
  readonly wrong?: string;
  /** Said when the challenge or enrolment can no longer be answered. */
  readonly closed?: string;
  /** Whether the page offers another way. */
  readonly hasOtherWay?: boolean;
  /** Name of the country of the number that is to get a code. */
  readonly country?: string;
}

type Text = (problem: ClientProblem, context: ProblemContext) => string;

const wrong: Text = (_, context) => context.wrong ?? messages.code.wrong;

const tooMany: Text = (problem, context) =>
  context.hasOtherWay
    ? messages.problem.tooMany(waitText(problem))
    : messages.problem.tooManyOnlyWay(waitText(problem));

const tooManyTexts: Text = (problem, context) =>
  context.hasOtherWay
    ? messages.problem.tooManyTexts(waitText(problem))
    : messages.problem.tooManyTextsOnlyWay(waitText(problem));

const held: Text = (problem) => messages.problem.actionsHeld(waitText(problem));

const closed: Text = (_, context) => context.closed ?? messages.problem.challengeClosed;

const other: Text = (problem) =>
  messages.problem.other("requestId" in problem ? problem.requestId : problem.code);

const TEXTS = {
  offline: () => messages.problem.offline,
  unreachable: () => messages.problem.unreachable,
  unavailable: () => messages.problem.unavailable,
  invalid_code: wrong,
  code_already_used: () => messages.code.used,
  code_expired: () => messages.code.expired,
  invalid_credentials: () => messages.signIn.wrong,
  too_many_attempts: tooMany,
  too_many_requests: tooMany,
  challenge_closed: closed,
  password_retired: () => messages.problem.passwordRetired,
  recovery_session: () => messages.problem.recoverySession,
  step_up_required: () => messages.problem.notApproved,
  sign_up_closed: () => messages.problem.signUpClosed,
  too_many_factors: () => messages.problem.tooManyFactors,
  full_session_required: () => messages.problem.fullSession,
  replacement_waiting: () => messages.problem.replacementWaiting,
  last_factor: () => messages.problem.lastFactor,
  required_by_policy: () => messages.problem.requiredByPolicy,
  actions_held: held,
  email_already_added: () => messages.problem.emailAlreadyAdded,
  too_many_emails: () => messages.problem.tooManyEmails,
  last_email: () => messages.problem.lastEmail,
  last_admin: () => messages.problem.lastAdmin,
  no_factor: () => messages.problem.noFactor,
  not_found: () => messages.problem.gone,
  phone_already_added: () => messages.problem.phoneAlreadyAdded,
  phone_not_supported: () => messages.problem.phoneNotSupported,
  country_not_supported: (_, { country }) =>
    country === undefined
      ? messages.problem.countryNotSupported
      : messages.problem.countryNotTexted(country),
  too_many_texts: tooManyTexts,
  text_unavailable: () => messages.problem.textUnavailable,
  text_not_sent: () => messages.problem.textNotSent,
} satisfies Partial<Record<ClientProblem["code"], Text>>;

const TEXT_BY_CODE: ReadonlyMap<string, Text> = new Map(Object.entries(TEXTS));

/** What to tell a person whose request was refused: one sentence, and what to do. */
export function problemText(problem: ClientProblem, context: ProblemContext = {}): string {
  // A code of a newer server is not known here yet.
  return (TEXT_BY_CODE.get(problem.code) ?? other)(problem, context);
}

/** How long to wait, as far as the server says. */
function waitText(problem: ClientProblem): string {
  const seconds = "retryAfterSeconds" in problem ? problem.retryAfterSeconds : undefined;
  return seconds === undefined ? messages.problem.soon : messages.time.wait(seconds);
}
