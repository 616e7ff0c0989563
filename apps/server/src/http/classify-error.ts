import type { ProblemCode } from "@twinlatch/api-contract";
import { type FaultCode, FaultError, SubjectGoneError } from "@twinlatch/verifier";
import { describeError, type LogEvent, type LoggedError } from "../log/log.ts";
import { InvalidJsonError } from "./json-body.ts";
import type { ProblemDetails } from "./problem.ts";

/** What an error thrown on the way is told as, and what of it is logged. */
export interface ClassifiedError {
  readonly code: ProblemCode;
  readonly details?: ProblemDetails;
  /** Given when it is no fault of the caller. */
  readonly fault?: { readonly event: LogEvent; readonly error: LoggedError };
}

/** Codes of Fastify's own refusals. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_ASYNC_CONSTRAINT: "not_found",
  FST_ERR_BAD_URL: "not_found",
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed_request",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_MAX_PARAM_LENGTH: "not_found",
  FST_UNDER_PRESSURE: "unavailable",
};

/**
 * Shedding is what the queue is for, and of the clock the log was told when it went wrong: a line for each
 * request would let a flood fill the log as well.
 */
const QUIET_FAULTS: ReadonlySet<FaultCode> = new Set(["busy", "clock_unreliable"]);

/** Decides what an error means to the caller: whatever is not known is an internal error. */
export function classifyError(error: unknown): ClassifiedError {
  if (error instanceof FaultError) {
    if (QUIET_FAULTS.has(error.code)) return { code: "unavailable" };
    return { code: "unavailable", fault: { event: "fault", error: describeError(error) } };
  }
  // It was deleted while this call was on its way: its sessions have ended.
  if (error instanceof SubjectGoneError) return { code: "not_signed_in" };
  if (error instanceof InvalidJsonError) {
    return {
      code: "invalid_request",
      details: { errors: [{ path: "", message: "must be JSON" }] },
    };
  }
  const code = error instanceof Error ? frameworkProblem(error) : undefined;
  if (code !== undefined) return { code };
  return { code: "internal_error", fault: { event: "unknown_error", error: describeError(error) } };
}

/** Errors of the framework say by code or by status that they are the caller's. */
function frameworkProblem(error: Error): ProblemCode | undefined {
  const code = "code" in error ? FRAMEWORK_PROBLEMS[String(error.code)] : undefined;
  if (code !== undefined) return code;
  const status = "statusCode" in error ? Number(error.statusCode) : 500;
  if (status === 403 || status === 404) return "not_found";
  return status >= 400 && status < 500 ? "malformed_request" : undefined;
}
