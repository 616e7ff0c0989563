import { type Command, done } from "../../frame/command.ts";
import { readOperatorSettings } from "../open-installation.ts";
import type { Check, Finding } from "./check.ts";
import { diskSpaceCheck, fileModeCheck } from "./check-files.ts";
import { databaseCheck, keyFileCheck, sealCheck } from "./check-keys.ts";
import { mailCheck } from "./check-mail.ts";
import { settingsCheck } from "./check-settings.ts";

/** Everything that is looked at, in the order in which one thing rests on another. */
const CHECKS: readonly Check[] = [
  settingsCheck,
  keyFileCheck,
  // Before the database is opened, which takes access to its file away from others.
  fileModeCheck,
  databaseCheck,
  sealCheck,
  diskSpaceCheck,
  mailCheck,
];

const MARKS: Readonly<Record<Finding["outcome"], string>> = {
  good: "ok   ",
  wrong: "WRONG",
  skipped: "-    ",
};

/** Looks at everything that an installation rests on. */
export const doctor: Command = {
  name: "doctor",
  summary: "look at settings, keys, database, files and mail, and say what is wrong",
  details: ["Changes nothing. Exit status 1 when something is wrong."],
  async run({ terminal }) {
    const patient = { env: terminal.env, settings: readOperatorSettings(terminal) };
    const findings: (Finding & { readonly check: string })[] = [];
    for (const { name, run } of CHECKS) findings.push({ check: name, ...(await run(patient)) });
    const isWell = findings.every(({ outcome }) => outcome !== "wrong");
    const lines = findings.map(({ check, outcome, message }) => {
      return `${MARKS[outcome]} ${check}: ${message}`;
    });
    const data = { ok: isWell, checks: findings };
    return isWell ? done(data, lines) : { ending: "refused", data, lines };
  },
};
