import type { AccountsStores } from "@twinlatch/accounts";
import type { ApprovedAct } from "@twinlatch/verifier";
import { type Contest, NOW, subject } from "./contest.ts";
import { DEVICE_CONTESTS } from "./device-contests.ts";

const LATER = NOW + 600_000;
const ACT = { action: "account.delete", target: "account", paramsHash: "hash" };
const OTHER_ACT = { ...ACT, action: "account.password.change" };
const KINDS = ["totp"] as const;

/** A time of its own for every round, told by the number at its end. */
function timeOf(round: string): number {
  return NOW + Number(round.split("-").at(-1)) * 10_000;
}

async function insertFactor(
  { totp }: AccountsStores,
  round: string,
  status: "pending" | "active",
): Promise<void> {
  await totp.insert({
    ...subject(round),
    id: "fac_1",
    label: "Phone",
    status,
    isDefault: false,
    algorithm: "SHA1",
    digits: 6,
    periodSeconds: 30,
    sealedSecret: new Uint8Array(48),
    lastStep: -1,
    consecutiveFailures: 0,
    sessionId: "ses_1",
    createdAtMillis: NOW,
    expiresAtMillis: LATER,
  });
}

async function insertChallenge(
  { challenges }: AccountsStores,
  round: string,
  acts: readonly ApprovedAct[] = [ACT],
): Promise<void> {
  await challenges.insert({
    ...subject(round),
    id: `chl_${round}`,
    purpose: "step_up",
    boundTo: "session:ses_1",
    kinds: KINDS,
    acts,
    status: "open",
    attempts: 0,
    createdAtMillis: NOW,
    expiresAtMillis: LATER,
  });
}

async function insertAccount(
  { accounts }: AccountsStores,
  id: string,
  emailKey: string,
): Promise<boolean> {
  const email = emailKey;
  return accounts.insert({ id, email, emailKey, passwordHash: "hash", createdAtMillis: NOW });
}

/** The contests, by name: processes are told which one. */
export const CONTESTS = {
  attempt: {
    contestants: 250,
    winners: 10,
    prepare: async () => undefined,
    attempt: ({ attemptBudgets }, round, contestant) =>
      attemptBudgets.appendIfWithin(
        subject(round),
        "code",
        { atMillis: NOW, id: lettersOf(contestant) },
        [
          { nth: 10, notAfterMillis: NOW - 3_600_000 },
          { nth: 20, notAfterMillis: NOW - 24 * 3_600_000 },
          { nth: 60, notAfterMillis: NOW - 30 * 24 * 3_600_000 },
        ],
      ),
  },
  challengeAttempt: {
    contestants: 25,
    winners: 5,
    prepare: insertChallenge,
    attempt: ({ challenges }, round) =>
      challenges.reserveAttempt(`chl_${round}`, { nowMillis: NOW, maxAttempts: 5 }),
  },
  step: {
    contestants: 25,
    winners: 1,
    prepare: (stores, round) => insertFactor(stores, round, "active"),
    attempt: ({ totp }, round) => totp.advanceStep(subject(round), "fac_1", 100, NOW),
  },
  failure: {
    contestants: 25,
    winners: 10,
    prepare: (stores, round) => insertFactor(stores, round, "active"),
    attempt: ({ totp }, round) => totp.countFailure(subject(round), "fac_1", 10),
  },
  disabling: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertFactor(stores, round, "active");
      await stores.totp.countFailure(subject(round), "fac_1", 1);
    },
    attempt: ({ totp }, round) => totp.disableFailed(subject(round), "fac_1", 1),
  },
  retirement: {
    contestants: 25,
    winners: 1,
    prepare: async () => undefined,
    attempt: ({ passwordDoubts }, round) => passwordDoubts.retire(subject(round), NOW),
  },
  alarm: {
    contestants: 25,
    winners: 1,
    // One alarm for the installation: that of the round before is over.
    prepare: async () => undefined,
    attempt: ({ spraying }, round) => spraying.raise(timeOf(round), timeOf(round) + 1_000),
  },
  browser: {
    contestants: 25,
    winners: 1,
    prepare: ({ browsers }, round) =>
      browsers.insert({ ...subject(round), tokenDigest: round, issuedAtMillis: NOW }),
    attempt: ({ browsers }, round, contestant) =>
      browsers.replace(round, { ...subject(round), tokenDigest: contestant, issuedAtMillis: NOW }),
  },
  ...DEVICE_CONTESTS,
  activation: {
    contestants: 25,
    winners: 1,
    prepare: (stores, round) => insertFactor(stores, round, "pending"),
    attempt: ({ totp }, round) =>
      totp.activate(subject(round), "fac_1", { step: 100, isDefault: true, nowMillis: NOW }),
  },
  recoveryCode: {
    contestants: 25,
    winners: 1,
    prepare: ({ recoveryCodes }, round) =>
      recoveryCodes.replace(subject(round), {
        id: "rcs_1",
        createdAtMillis: NOW,
        hashes: Array.from({ length: 8 }, () => "hash"),
      }),
    attempt: ({ recoveryCodes }, round) => recoveryCodes.consume(subject(round), "rcs_1", 3, NOW),
  },
  challenge: {
    contestants: 25,
    winners: 1,
    prepare: insertChallenge,
    attempt: ({ challenges }, round, contestant) =>
      challenges.satisfy(`chl_${round}`, {
        nowMillis: NOW,
        proof: { digest: `${round} ${contestant}`, expiresAtMillis: LATER, approvedActs: 1 },
      }),
  },
  proof: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertChallenge(stores, round);
      const proof = { digest: round, expiresAtMillis: LATER, approvedActs: 1 };
      await stores.challenges.satisfy(`chl_${round}`, { nowMillis: NOW, proof });
    },
    attempt: ({ proofs }, round) =>
      proofs.spend({
        proofDigest: round,
        boundTo: "session:ses_1",
        kinds: KINDS,
        act: ACT,
        nowMillis: NOW,
      }),
  },
  furtherProof: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertChallenge(stores, round, [ACT, OTHER_ACT]);
      const proof = { digest: round, expiresAtMillis: LATER, approvedActs: 2 };
      await stores.challenges.satisfy(`chl_${round}`, { nowMillis: NOW, proof });
    },
    attempt: ({ proofs }, round) =>
      proofs.spend({
        proofDigest: round,
        boundTo: "session:ses_1",
        kinds: KINDS,
        act: OTHER_ACT,
        nowMillis: NOW,
      }),
  },
  addedAct: {
    contestants: 25,
    winners: 4,
    prepare: insertChallenge,
    attempt: async ({ challenges }, round, contestant) => {
      const by = { ...subject(round), boundTo: "session:ses_1", kinds: KINDS, nowMillis: NOW };
      const act = { ...OTHER_ACT, paramsHash: contestant };
      const joined = await challenges.addAct(`chl_${round}`, act, { ...by, maxActs: 5 });
      return joined !== undefined;
    },
  },
  replacement: {
    contestants: 25,
    winners: 1,
    prepare: ({ replacements }, round) =>
      replacements.insert(
        {
          ...subject(round),
          id: `rpl_${round}`,
          factorId: "fac_1",
          tokenDigest: round,
          requestedAtMillis: NOW,
          readyAtMillis: NOW,
          expiresAtMillis: LATER,
          ip: "192.0.2.1",
        },
        { nowMillis: NOW, staleBeforeMillis: NOW },
      ),
    attempt: ({ replacements }, round) =>
      replacements.complete(subject(round), { tokenDigest: round, nowMillis: NOW }),
  },
  invitation: {
    contestants: 25,
    winners: 1,
    prepare: ({ factorInvitations }, round) =>
      factorInvitations.insert({
        ...subject(round),
        id: "inv_1",
        tokenDigest: round,
        createdAtMillis: NOW,
        expiresAtMillis: LATER,
      }),
    attempt: ({ factorInvitations }, round) =>
      factorInvitations.use(subject(round), "inv_1", {
        enrolled: { factorId: "fac_1", atMillis: NOW, ip: "192.0.2.1" },
        expiresAtMillis: LATER,
      }),
  },
  address: {
    contestants: 25,
    winners: 1,
    prepare: async () => undefined,
    attempt: (stores, round, contestant) =>
      insertAccount(stores, `acc_${round}_${contestant}`, `${round}@example.org`),
  },
  addresses: {
    contestants: 25,
    winners: 50,
    prepare: async () => undefined,
    attempt: (stores, round, contestant) =>
      insertAccount(stores, `acc_${round}_${contestant}`, `${contestant}@example.org`),
  },
  signUp: {
    contestants: 25,
    winners: 1,
    prepare: ({ signUps }, round) =>
      signUps.insert({
        id: `sup_${round}`,
        tokenDigest: round,
        email: "ada@example.org",
        emailKey: "ada@example.org",
        passwordHash: "hash",
        attempts: 0,
        createdAtMillis: NOW,
        expiresAtMillis: LATER,
      }),
    attempt: ({ signUps }, round) => signUps.consume(`sup_${round}`),
  },
  passwordReset: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertAccount(stores, `acc_${round}`, `${round}@example.org`);
      await stores.passwordResets.replace({
        requestedFor: `acc_${round}`,
        accountId: `acc_${round}`,
        tokenDigest: round,
        createdAtMillis: NOW,
        expiresAtMillis: LATER,
      });
    },
    attempt: ({ passwordResets }, round) => passwordResets.consume(round, NOW),
  },
  addedAddress: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertAccount(stores, `acc_${round}_ada`, `ada-${round}@example.org`);
      await insertAccount(stores, `acc_${round}_bob`, `bob-${round}@example.org`);
    },
    // Two accounts add it, and strangers sign up with it.
    attempt: async (stores, round, contestant) => {
      const emailKey = `${round}@example.org`;
      const id = `${round}_${contestant}`;
      const person = (["ada", "bob", undefined] as const)[
        contestant.charCodeAt(contestant.length - 1) % 3
      ];
      if (person === undefined) return insertAccount(stores, `acc_${id}`, emailKey);
      return stores.accountEmails.insert({
        id: `eml_${id}_added`,
        accountId: `acc_${round}_${person}`,
        email: emailKey,
        emailKey,
        createdAtMillis: NOW,
      });
    },
  },
  renewal: {
    contestants: 25,
    winners: 1,
    prepare: async (stores, round) => {
      await insertAccount(stores, `acc_${round}`, `${round}@example.org`);
      await stores.sessions.insert({
        id: `ses_${round}`,
        accountId: `acc_${round}`,
        tokenDigest: round,
        amr: ["pwd"],
        authenticatedAtMillis: NOW,
        isRecovery: false,
        createdAtMillis: NOW,
        lastUsedAtMillis: NOW,
        ip: "192.0.2.1",
        userAgent: "Agent/1",
      });
    },
    attempt: ({ sessions }, round, contestant) =>
      sessions.renew(`ses_${round}`, {
        fromDigest: round,
        toDigest: `${round} ${contestant}`,
        nowMillis: NOW,
      }),
  },
} satisfies Record<string, Contest>;

export type ContestName = keyof typeof CONTESTS;

/** Eight letters that are the contestant's own: the last eight hexadecimal digits of its id. */
function lettersOf(contestant: string): string {
  return contestant
    .slice(-8)
    .replaceAll(/[0-9a-f]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
