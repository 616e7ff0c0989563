/** Settings that must be put right before anything starts; each problem is one sentence. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["These settings stop the server from starting:", ...problems].join("\n  "));
    this.problems = problems;
  }
}
