/** Rolls a claiming transaction back: what it claims went to somebody faster, or is gone. */
export class LostClaim extends Error {
  readonly reason: "challenge_closed" | "code_already_used";

  constructor(reason: "challenge_closed" | "code_already_used") {
    super(reason);
    this.reason = reason;
  }
}
