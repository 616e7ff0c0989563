import {
  type AccountsDeps,
  type ListedAccount,
  listAccounts,
  openBreakGlass,
  parseEmailAddress,
} from "@twinlatch/accounts";
import {
  type Call,
  type Command,
  type CommandResult,
  done,
  refused,
  UsageError,
} from "../frame/command.ts";
import { describeCount } from "../frame/describe-count.ts";
import { withInstallation } from "./open-installation.ts";
import { operatorOrigin } from "./operator-origin.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1_000;
/** Stands in the audit trail beside the account: a sentence, not a report. */
const MAX_REASON_LENGTH = 200;

export const usersList: Command = {
  name: "users list",
  summary: "list accounts, what protects them, and when they were last signed in to",
  options: {
    after: { type: "string", value: "ID", help: "only accounts made after this one" },
    limit: {
      type: "string",
      value: "N",
      help: `at most so many, 1 to ${MAX_LIMIT}; 50 by default`,
    },
  },
  run: (call) =>
    withInstallation(call.terminal, async ({ rules }) => {
      const page = { afterId: call.text("after"), limit: readLimit(call) };
      const { accounts, nextAfterId } = await listAccounts(rules, page);
      const next = nextAfterId === undefined ? [] : [`More with --after ${nextAfterId}`];
      return done({ users: accounts.map(toUser), nextAfter: nextAfterId ?? null }, [
        ...accounts.map(describeAccount),
        ...next,
      ]);
    }),
};

export const usersBreakGlass: Command = {
  name: "users break-glass",
  summary: "let somebody in once who lost every second step",
  details: [
    "Prints a code that works once within 30 minutes, together with the password, where a recovery " +
      "code is asked for. It begins a recovery session: a new authenticator can be enrolled, and " +
      "two-factor authentication stays on. Every address of the account and of the installation's " +
      "administrators is told, and the audit trail keeps the reason.",
    "Be sure who is asking before you hand the code over.",
  ],
  operands: [{ name: "ACCOUNT", help: "an address or an id of the account", isRequired: true }],
  options: {
    reason: { type: "string", value: "TEXT", help: "why, for the audit trail", isRequired: true },
  },
  run: (call) => {
    const reason = readReason(call);
    return withInstallation(call.terminal, ({ rules }) => breakGlass(call, rules, reason));
  },
};

function readLimit(call: Call): number {
  const text = call.text("limit");
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit must be 1 to ${MAX_LIMIT}`);
  return limit;
}

function readReason(call: Call): string {
  const reason = call.text("reason")?.trim() ?? "";
  if (reason === "") throw new UsageError("--reason is empty");
  if (reason.length > MAX_REASON_LENGTH) {
    throw new UsageError(`--reason is longer than ${MAX_REASON_LENGTH} characters`);
  }
  return reason;
}

async function breakGlass(call: Call, rules: AccountsDeps, reason: string): Promise<CommandResult> {
  const [who = ""] = call.operands;
  const accountId = await findAccountId(rules, who);
  const opened = await openBreakGlass(rules, { accountId, reason, origin: operatorOrigin() });
  if (opened.outcome === "refused") return refused(opened.reason, REFUSALS[opened.reason]);
  const expiresAt = new Date(opened.expiresAtMillis).toISOString();
  return done({ accountId, code: opened.code, expiresAt }, [
    `Code: ${opened.code}`,
    `It works once until ${expiresAt}, after the password, in the place of a recovery code.`,
  ]);
}

const REFUSALS: Readonly<Record<"not_found" | "two_factor_off", string>> = {
  not_found: "There is no such account.",
  two_factor_off: "That account has no second step: its password alone opens it.",
};

/** What is no address of an account is taken for an id. */
async function findAccountId({ unitOfWork }: AccountsDeps, who: string): Promise<string> {
  const email = parseEmailAddress(who);
  if (email === undefined) return who;
  const account = await unitOfWork.read(({ accounts }) => accounts.findByEmailKey(email.key));
  return account?.id ?? who;
}

function toUser(account: ListedAccount): object {
  const { createdAtMillis, lastSignInAtMillis, ...user } = account;
  return {
    ...user,
    createdAt: new Date(createdAtMillis).toISOString(),
    lastSignInAt: toIso(lastSignInAtMillis) ?? null,
  };
}

function describeAccount(account: ListedAccount): string {
  const { id, addresses, factors, recoveryCodesRemaining } = account;
  return [
    id,
    addresses.join(", "),
    account.isTwoFactorEnabled
      ? `two-factor on (${describeCount(factors, "authenticator")}, ` +
        `${describeCount(recoveryCodesRemaining, "recovery code")})`
      : "two-factor off",
    `last sign-in ${toIso(account.lastSignInAtMillis) ?? "unknown"}`,
    ...(account.isInstallationAdmin ? ["administers the installation"] : []),
  ].join("  ");
}

function toIso(millis: number | undefined): string | undefined {
  return millis === undefined ? undefined : new Date(millis).toISOString();
}
