/** A configuration of providers that cannot work, one sentence each; no secret is in them. */
export class TextConfigError extends Error {
  override readonly name = "TextConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["These settings stop texts from being sent:", ...problems].join("\n  "));
    this.problems = problems;
  }
}
