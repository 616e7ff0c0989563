import { type AccountsStores, subjectOf } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  createArgon2PasswordHasher,
  createKeyRingFile,
  NodeRandom,
  NodeTokenHash,
  pepperSourceOf,
  readKeyRing,
} from "@twinlatch/platform-node";
import { openStorage } from "@twinlatch/storage";
import {
  boundToTicket,
  newId,
  newToken,
  TOTP_SECRET_BYTES,
  totpSecretPlace,
} from "@twinlatch/verifier";

/** An account with an authenticator. */
interface AccountFacts {
  readonly id: string;
  readonly email: string;
  readonly secret: Uint8Array;
  readonly factorId: string;
  /** Of the browser in which it was set up. */
  readonly browserToken: string;
}

/** The same, waiting for its second step. */
export interface PreparedAccount extends AccountFacts {
  readonly challengeId: string;
  readonly ticket: string;
}

export interface PreparedData {
  readonly accounts: readonly PreparedAccount[];
  /** Of an open session of the first account. */
  readonly sessionToken: string;
}

export const PASSWORD = "a sunny walk by the lake";

/** Longer than any run: what was prepared for the last round still waits when it comes. */
const WAIT_MILLIS = 2 * 3_600_000;
const ROWS_A_TRANSACTION = 500;

/**
 * Fills a new SQLite file by the product's own storage, sealing and hashing, before the server starts:
 * by HTTP the passwords and recovery codes of so many accounts would take an hour.
 */
export async function prepareAccounts(
  files: { readonly database: string; readonly keys: string },
  count: number,
): Promise<PreparedData> {
  await createKeyRingFile(files.keys);
  const ring = await readKeyRing(files.keys);
  const random = new NodeRandom();
  const secretBox = new AesGcmSecretBox(ring, random);
  const tokenHash = new NodeTokenHash(ring.deriveCurrentSubKey("keyedHash"));
  // All share a password; what is measured never finds out.
  const passwordHash = await (await createArgon2PasswordHasher(pepperSourceOf(ring))).hash(
    PASSWORD,
  );
  const storage = openStorage({ kind: "sqlite", file: files.database });
  await storage.migrate();
  const nowMillis = Date.now();
  const signUp = async (stores: AccountsStores): Promise<AccountFacts> => {
    const id = newId(random, "acc", nowMillis);
    const subject = subjectOf(id);
    const email = `${id}@example.org`;
    const secret = random.bytes(TOTP_SECRET_BYTES);
    const factorId = newId(random, "fac", nowMillis);
    await stores.accounts.insert({
      id,
      email,
      emailKey: email,
      passwordHash,
      createdAtMillis: nowMillis,
    });
    await stores.totp.insert({
      ...subject,
      id: factorId,
      label: "Phone",
      status: "active",
      isDefault: true,
      algorithm: "SHA1",
      digits: 6,
      periodSeconds: 30,
      sealedSecret: secretBox.seal(secret, totpSecretPlace(subject, factorId)),
      lastStep: -1,
      consecutiveFailures: 0,
      sessionId: "none",
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis,
    });
    await stores.signInSettings.set(subject, "every_time");
    const browserToken = newToken(random, "twl_browser");
    const tokenDigest = tokenHash.digest(browserToken);
    await stores.browsers.insert({
      ...subject,
      tokenDigest,
      lastFactorId: factorId,
      issuedAtMillis: nowMillis,
    });
    return { id, email, secret, factorId, browserToken };
  };
  const openChallenge = async (stores: AccountsStores, facts: AccountFacts) => {
    const challengeId = newId(random, "chl", Date.now());
    const ticket = newToken(random, "twl_ticket");
    await stores.challenges.insert({
      ...subjectOf(facts.id),
      id: challengeId,
      purpose: "sign_in",
      boundTo: boundToTicket(tokenHash.digest(ticket)),
      kinds: ["totp", "recovery_code"],
      acts: [],
      status: "open",
      attempts: 0,
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis + WAIT_MILLIS,
    });
    return { ...facts, challengeId, ticket };
  };
  const perform = async <Item, Made>(
    items: readonly Item[],
    make: (stores: AccountsStores, item: Item) => Promise<Made>,
  ) => {
    const made: Made[] = [];
    for (let at = 0; at < items.length; at += ROWS_A_TRANSACTION) {
      const some = items.slice(at, at + ROWS_A_TRANSACTION);
      await storage.unitOfWork.write(async (stores) => {
        for (const item of some) made.push(await make(stores, item));
      });
    }
    return made;
  };
  const signedUp = await perform(Array.from({ length: count }), signUp);
  // People sign in in another order than they signed up in: their rows lie all over the database.
  const accounts = await perform(shuffle(signedUp), openChallenge);
  const [first] = accounts;
  if (first === undefined) throw new Error("No account was asked for");

  const sessionToken = newToken(random, "twl_session");
  await storage.unitOfWork.write(async (stores) => {
    await stores.sessions.insert({
      id: newId(random, "ses", nowMillis),
      accountId: first.id,
      tokenDigest: tokenHash.digest(sessionToken),
      amr: ["pwd", "otp", "mfa"],
      authenticatedAtMillis: nowMillis,
      secondFactorAtMillis: nowMillis,
      isRecovery: false,
      createdAtMillis: nowMillis,
      lastUsedAtMillis: nowMillis,
      ip: "127.0.0.1",
      userAgent: "bench",
    });
  });
  await storage.close();
  return { accounts, sessionToken };
}

function shuffle<Item>(items: readonly Item[]): readonly Item[] {
  const keyed = items.map((item) => ({ item, key: Math.random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
