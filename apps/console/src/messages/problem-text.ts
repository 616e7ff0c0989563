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
}

type Text = (problem: ClientProblem, context: ProblemContext) => string;

const wrong: Text = (_, context) => context.wrong ?? messages.code.wrong;

const tooMany: Text = (problem, context) => {
  const seconds = "retryAfterSeconds" in problem ? problem.retryAfterSeconds : undefined;
  const wait = seconds === undefined ? messages.problem.soon : messages.time.wait(seconds);
  return context.hasOtherWay
    ? messages.problem.tooMany(wait)
    : messages.problem.tooManyOnlyWay(wait);
};

const held: Text = (problem) => {
  const seconds = "retryAfterSeconds" in problem ? problem.retryAfterSeconds : undefined;
  return messages.problem.actionsHeld(
    seconds === undefined ? messages.problem.soon : messages.time.wait(seconds),
  );
};

const closed: Text = (_, context) => context.closed ?? messages.problem.challengeClosed;

const other: Text = (problem) =>
  messages.problem.other("requestId" in problem ? problem.requestId : problem.code);

const TEXTS = {
  offline: () => messages.problem.offline,
  unreachable: () => messages.problem.unreachable,
  unavailable: () => messages.problem.unavailable,
  invalid_code: wrong,
  code_already_used: () => messages.code.used,
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
  actions_held: held,
  email_already_added: () => messages.problem.emailAlreadyAdded,
  too_many_emails: () => messages.problem.tooManyEmails,
  last_email: () => messages.problem.lastEmail,
  last_admin: () => messages.problem.lastAdmin,
  no_factor: () => messages.problem.noFactor,
  not_found: () => messages.problem.gone,
} satisfies Partial<Record<ClientProblem["code"], Text>>;

const TEXT_BY_CODE: ReadonlyMap<string, Text> = new Map(Object.entries(TEXTS));

/** What to tell a person whose request was refused: one sentence, and what to do. */
export function problemText(problem: ClientProblem, context: ProblemContext = {}): string {
  // A code of a newer server is not known here yet.
  return (TEXT_BY_CODE.get(problem.code) ?? other)(problem, context);
}
