/** Why the verifier said no. Stable codes; the HTTP edge maps each to one status. */
export type RefusalReason =
  | "not_found"
  | "malformed_answer"
  | "kind_not_allowed"
  | "acts_not_listed"
  | "invalid_code"
  | "code_already_used"
  | "code_expired"
  | "challenge_closed"
  | "too_many_attempts"
  | "step_up_required"
  | "recovery_session"
  | "actions_held"
  | "too_many_factors"
  | "no_factor"
  | "last_factor"
  | "required_by_policy"
  | "full_session_required"
  | "replacement_waiting"
  | "no_recovery_codes"
  | "phone_invalid"
  | "phone_already_added"
  | "phone_not_supported"
  | "country_not_supported"
  | "text_unavailable"
  | "too_many_texts";

/** An expected "no". Nothing that was asked for has happened. */
export interface Refusal<Reason extends string = RefusalReason> {
  readonly outcome: "refused";
  readonly reason: Reason;
  /** Only with `too_many_attempts`: when trying again can succeed. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Makes a refusal. */
export function refuse<Reason extends string>(
  reason: Reason,
  retryAfterSeconds?: number,
): Refusal<Reason> {
  return retryAfterSeconds === undefined
    ? { outcome: "refused", reason }
    : { outcome: "refused", reason, retryAfterSeconds };
}
