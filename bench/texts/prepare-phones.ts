import { type AccountsStores, subjectOf } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  NodeRandom,
  NodeTokenHash,
  readKeyRing,
  SealedStringBox,
} from "@twinlatch/platform-node";
import { openStorage } from "@twinlatch/storage";
import {
  boundToTicket,
  hintOf,
  MAX_CHALLENGE_MILLIS,
  newId,
  newToken,
  numberKeyOf,
  phonePlace,
} from "@twinlatch/verifier";
import type { PreparedAccount } from "../http/prepare-accounts.ts";

/** A phone whose owner waits for a code. */
export interface PreparedPhone {
  readonly number: string;
  readonly factorId: string;
  readonly challengeId: string;
  readonly ticket: string;
}

const ROWS_A_TRANSACTION = 500;
/** Neighbours of a number, which are judged together: nobody answers with these codes. */
const PREFIXES = 1_000;

/** Gives each account a phone and a second step that takes its codes, by the product's own storage. */
export async function preparePhones(
  files: { readonly database: string; readonly keys: string },
  accounts: readonly Pick<PreparedAccount, "id">[],
): Promise<readonly PreparedPhone[]> {
  const ring = await readKeyRing(files.keys);
  const random = new NodeRandom();
  const stringBox = new SealedStringBox(new AesGcmSecretBox(ring, random));
  const tokenHash = new NodeTokenHash(ring.deriveCurrentSubKey("keyedHash"));
  const storage = openStorage({ kind: "sqlite", file: files.database });
  const nowMillis = Date.now();

  const prepare = async (stores: AccountsStores, accountId: string, number: string) => {
    const subject = subjectOf(accountId);
    const factorId = newId(random, "pho", nowMillis);
    await stores.phones.insert({
      ...subject,
      id: factorId,
      label: "Phone",
      status: "active",
      isDefault: false,
      sealedNumber: stringBox.seal(number, phonePlace(subject, factorId)),
      numberKey: numberKeyOf({ tokenHash }, number),
      hint: hintOf(number),
      channel: "sms",
      consecutiveFailures: 0,
      sessionId: "none",
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis,
    });
    const challengeId = newId(random, "chl", nowMillis);
    const ticket = newToken(random, "twl_ticket");
    await stores.challenges.insert({
      ...subject,
      id: challengeId,
      purpose: "sign_in",
      boundTo: boundToTicket(tokenHash.digest(ticket)),
      kinds: ["totp", "sms", "recovery_code"],
      acts: [],
      status: "open",
      attempts: 0,
      createdAtMillis: nowMillis,
      // Codes for it are sent no longer than this, whatever stands here.
      expiresAtMillis: nowMillis + MAX_CHALLENGE_MILLIS,
    });
    return { number, factorId, challengeId, ticket };
  };

  const phones: PreparedPhone[] = [];
  while (phones.length < accounts.length) {
    const some = accounts.slice(phones.length, phones.length + ROWS_A_TRANSACTION);
    await storage.unitOfWork.write(async (stores) => {
      for (const { id } of some) phones.push(await prepare(stores, id, numberAt(phones.length)));
    });
  }
  await storage.close();
  return phones;
}

/** A mobile number of its own, its prefix another than that of the one before. */
function numberAt(index: number): string {
  const prefix = String(index % PREFIXES).padStart(3, "0");
  return `+4179${prefix}${String(Math.floor(index / PREFIXES)).padStart(4, "0")}`;
}
