import type { AccountsDeps, AccountsStores } from "@twinlatch/accounts";

type Tampering = (stores: AccountsStores) => Partial<AccountsStores>;

/** What could be wrong with the rules. */
interface Defect {
  /** Planted in the stores that they write through. */
  readonly tampering: Tampering;
  /** The commands that come across it. */
  readonly commands: readonly string[];
}

export const DEFECTS: Readonly<Record<string, Defect>> = {
  "a code that works twice": {
    tampering: ({ totp }) => ({ totp: { ...totp, advanceStep: async () => true } }),
    commands: ["comeBack", "removeFactor"],
  },
  "wrong codes that are not counted": {
    tampering: ({ attemptBudgets }) => ({
      attemptBudgets: { ...attemptBudgets, appendIfWithin: async () => true },
    }),
    commands: ["guess"],
  },
  "a proof that is not spent": {
    tampering: ({ proofs }) => ({ proofs: { ...proofs, spend: (fit) => proofs.fits(fit) } }),
    commands: ["regenerateRecoveryCodes", "anotherAuthenticator"],
  },
  "sessions that outlive the removal of a factor": {
    tampering: ({ sessions }) => ({ sessions: { ...sessions, removeOthers: async () => 0 } }),
    commands: ["comeBack", "removeFactor", "listSessions"],
  },
  "recovery codes that outlive the last factor": {
    tampering: ({ recoveryCodes }) => ({
      recoveryCodes: { ...recoveryCodes, remove: async () => undefined },
    }),
    commands: ["removeFactor", "getSecurity"],
  },
  "an authenticator that outlives its suspension": {
    tampering: ({ totp }) => ({ totp: { ...totp, changeStatus: async () => true } }),
    commands: ["suspendFactor", "getSecurity"],
  },
  "a replacement that leaves nothing held": {
    tampering: ({ replacements }) => ({
      replacements: { ...replacements, complete: (subject) => replacements.cancel(subject) },
    }),
    commands: ["loseTheKey", "getReplacement", "createFactorInvitation"],
  },
  "an invitation that works twice": {
    tampering: ({ factorInvitations }) => ({
      factorInvitations: { ...factorInvitations, use: async () => true },
    }),
    commands: ["inviteSomebody", "enrolInvitedFactor"],
  },
  "a token of a trusted device that nothing replaces": {
    tampering: ({ trustedDevices }) => ({
      trustedDevices: { ...trustedDevices, rotate: async () => true },
    }),
    commands: ["trustADevice"],
  },
  "a copied device that stays trusted": {
    tampering: ({ trustedDevices }) => ({
      trustedDevices: { ...trustedDevices, remove: async () => false },
    }),
    commands: ["trustADevice", "signIn"],
  },
  "trust that outlives what it was given for": {
    tampering: ({ trustedDevices }) => ({
      trustedDevices: { ...trustedDevices, forget: async () => 0 },
    }),
    commands: ["trustADevice", "suspendFactor", "listTrustedDevices"],
  },
  "a texted code that outlives the next one": {
    tampering: ({ smsCodes }) => ({
      smsCodes: {
        ...smsCodes,
        list: async (...of) =>
          (await smsCodes.list(...of)).map((code) => ({ ...code, status: "live" })),
        spend: async () => true,
      },
    }),
    commands: ["comeBack"],
  },
  "texts to a number that nobody counts": {
    tampering: ({ attemptBudgets }) => ({
      attemptBudgets: {
        ...attemptBudgets,
        appendIfWithin: async (subject, lane, ...attempt) =>
          lane === "text_number" || attemptBudgets.appendIfWithin(subject, lane, ...attempt),
      },
    }),
    commands: ["addAPhone", "sendEnrolmentCode"],
  },
  "a mailed link that works twice": {
    tampering: ({ passwordResets }) => ({
      passwordResets: {
        ...passwordResets,
        consume: async () => true,
        removeOf: async () => undefined,
      },
    }),
    commands: ["forgetThePassword", "completePasswordReset"],
  },
  "a proof that outlives the password": {
    tampering: ({ challenges }) => ({
      challenges: { ...challenges, closeAll: async () => undefined },
    }),
    commands: ["regenerateRecoveryCodes", "comeBack", "changePassword", "verifyChallenge"],
  },
};

/** The rules on stores that were tampered with. */
export function tamper(change: Tampering): (rules: AccountsDeps) => AccountsDeps {
  return (rules) => ({
    ...rules,
    unitOfWork: {
      read: (work) => rules.unitOfWork.read(work),
      write: (work) =>
        rules.unitOfWork.write((stores) => {
          const changed = change(stores);
          const get = (target: AccountsStores, name: string | symbol): unknown =>
            Reflect.get(name in changed ? changed : target, name);
          return work(new Proxy(stores, { get }));
        }),
    },
  });
}
