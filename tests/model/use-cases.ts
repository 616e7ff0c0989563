/**
 * What the model's sequences do not call, and why. Everything else that the packages of the rules give
 * away as a use case has to be met by them.
 */
export const EXEMPT: Readonly<Record<string, string>> = {
  numberKeyOf: "Inside every call that adds a phone",
  hashSmsCode: "Inside every call that sends or takes a texted code",
  giveUpTexts: "A job: it ends what nobody finished",
  listAccounts: "Shows the operator what is there",
  createAuditSealer: "A job on the audit trail",
  trimAudit: "A job on the audit trail",
  verifyAudit: "A job on the audit trail",
  deliverNotices: "A job: it mails what has happened",
  noticeSpraying: "A job: it looks at all accounts together, and the model at each",
  announceToAdmins: "Inside the operator's calls",
  findPasswordFlaw: "Inside every call that takes a new password",
  admitKeys: "The keys of the installation, not the state of an account",
  openWrappedKeys: "The keys of the installation, not the state of an account",
  prepareSealingKey: "The keys of the installation, not the state of an account",
  rotateSealingKey: "The keys of the installation, not the state of an account",
  retireSealingKey: "The keys of the installation, not the state of an account",
};

export type Exports = Readonly<Record<string, unknown>>;

/** The names of a package's use cases: functions whose first parameter is what they depend on. */
export function listUseCases(exported: Exports): readonly string[] {
  return Object.entries(exported)
    .filter(([, value]) => typeof value === "function" && /^[^(]*\(\s*deps\b/.test(String(value)))
    .map(([name]) => name);
}

/** By name, how often each use case was called; 0 for those that were not. */
export type UseCaseCalls = Map<string, number>;

/** The package's exports, with a note made of every call of a use case. */
export function watchUseCases(exported: Exports, calls: UseCaseCalls): Exports {
  const watched = listUseCases(exported).map((name) => {
    calls.set(name, 0);
    const useCase = exported[name];
    if (typeof useCase !== "function") throw new TypeError(`${name} is no function`);
    const call = (...args: readonly unknown[]): unknown => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return Reflect.apply(useCase, undefined, args);
    };
    return [name, call] as const;
  });
  return { ...exported, ...Object.fromEntries(watched) };
}
