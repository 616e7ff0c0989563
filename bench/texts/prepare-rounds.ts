import { createAccountPool } from "../http/bench-context.ts";
import { prepareAccounts } from "../http/prepare-accounts.ts";
import { type InstallationFiles, installationFiles } from "../http/server-under-test.ts";
import { HAND_OVERS_PER_SECOND } from "./measure-hand-over.ts";
import {
  HUNG_PROVIDER_ACCOUNTS_PER_SECOND,
  HUNG_PROVIDER_PHONES,
  HUNG_PROVIDER_PHONES_PER_SECOND,
} from "./measure-hung-provider.ts";
import { SENDS_PER_SECOND } from "./measure-sending.ts";
import { type PreparedPhone, preparePhones } from "./prepare-phones.ts";
import type { TextsContext } from "./texts-context.ts";

export interface PreparedRounds extends Pick<TextsContext, "takeAccounts" | "takePhones"> {
  readonly files: InstallationFiles;
}

/** Makes an installation in which so many rounds can be measured, each of them so long. */
export async function prepareRounds(
  folder: string,
  rounds: number,
  seconds: number,
): Promise<PreparedRounds> {
  const files = installationFiles(folder);
  const phoneCount =
    rounds *
    (seconds * (HAND_OVERS_PER_SECOND + SENDS_PER_SECOND + HUNG_PROVIDER_PHONES_PER_SECOND) +
      HUNG_PROVIDER_PHONES);
  const accountCount = rounds * seconds * HUNG_PROVIDER_ACCOUNTS_PER_SECOND;
  const { accounts } = await prepareAccounts(files, phoneCount + accountCount);
  const phones = await preparePhones(files, accounts.slice(0, phoneCount));
  return {
    files,
    takePhones: createPhonePool(phones),
    takeAccounts: createAccountPool(accounts.slice(phoneCount)),
  };
}

/** Hands out prepared phones, each once. */
function createPhonePool(phones: readonly PreparedPhone[]): TextsContext["takePhones"] {
  const left = [...phones];
  return (count) => {
    if (left.length < count) throw new Error("Too few phones were prepared");
    return left.splice(0, count);
  };
}
