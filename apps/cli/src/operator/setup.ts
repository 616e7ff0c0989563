import { type AccountsDeps, setUpInstallation } from "@twinlatch/accounts";
import { type Call, type Command, type CommandResult, done, refused } from "../frame/command.ts";
import { readSecret } from "../frame/read-secret.ts";
import { withInstallation } from "./open-installation.ts";
import { operatorOrigin } from "./operator-origin.ts";

type Refusal = Extract<Awaited<ReturnType<typeof setUpInstallation>>, { outcome: "refused" }>;

/** What each refusal says. */
const REFUSALS: Readonly<Record<Refusal["reason"], string>> = {
  already_set_up: "An account administers the installation already.",
  address_taken: "Somebody has signed up with that address.",
  email_invalid: "That is no e-mail address.",
  password_too_short: "The password is too short: 8 characters at least, 15 are better.",
  password_too_long: "The password is too long: 256 characters at most.",
  password_common: "That password is among the first that everybody tries.",
};

export const setup: Command = {
  name: "setup",
  summary: "make the account that administers the installation",
  details: [
    "Creates and migrates the database when there is none. The address is not proved by a mail: " +
      "whoever runs this has the machine.",
  ],
  options: {
    email: { type: "string", value: "ADDRESS", help: "the account's address", isRequired: true },
    "password-file": {
      type: "string",
      value: "FILE",
      help: "its first line is the password; without it you are asked, or standard input is read",
    },
  },
  async run(call) {
    // Asked before anything is opened or made.
    const password = await readSecret(call, "password-file", "Password: ");
    return withInstallation(call.terminal, ({ rules }) => makeAccount(call, rules, password), {
      creates: true,
    });
  },
};

async function makeAccount(
  call: Call,
  rules: AccountsDeps,
  password: string,
): Promise<CommandResult> {
  const email = call.text("email") ?? "";
  const made = await setUpInstallation(rules, { email, password, origin: operatorOrigin() });
  if (made.outcome === "refused") return refused(made.reason, REFUSALS[made.reason]);
  const { id } = made.account;
  return done({ accountId: id, email: made.account.email }, [
    `${made.account.email} administers the installation (${id}). Sign in and enable two-factor authentication.`,
  ]);
}
