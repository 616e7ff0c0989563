import { CONSOLE_PROJECT_ID, subjectOf } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  createArgon2PasswordHasher,
  createKeyRingFile,
  NodeRandom,
  NodeTokenHash,
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

/** An account with an authenticator, waiting for its second step. */
export interface PreparedAccount {
  readonly id: string;
  readonly email: string;
  readonly secret: Uint8Array;
  readonly factorId: string;
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
const ACCOUNTS_A_TRANSACTION = 500;

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
  const tokenHash = new NodeTokenHash(ring);
  // All share a password; what is measured never finds out.
  const passwordHash = await (await createArgon2PasswordHasher(ring)).hash(PASSWORD);
  const storage = openStorage({ kind: "sqlite", file: files.database });
  await storage.migrate();
  const nowMillis = Date.now();
  const accounts: PreparedAccount[] = [];

  const prepareOne: Parameters<typeof storage.unitOfWork.write>[0] = async (stores) => {
    const id = newId(random, "acc");
    const subject = subjectOf(id);
    const email = `person-${accounts.length}@example.org`;
    const secret = random.bytes(TOTP_SECRET_BYTES);
    const factorId = newId(random, "fac");
    const challengeId = newId(random, "chl");
    const ticket = newToken(random, "twl_ticket");
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
      sessionId: "none",
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis,
    });
    await stores.signInSettings.set(subject, "every_time");
    await stores.challenges.insert({
      ...subject,
      id: challengeId,
      purpose: "sign_in",
      boundTo: boundToTicket(tokenHash.digest(ticket)),
      kinds: ["totp", "recovery_code"],
      status: "open",
      attempts: 0,
      createdAtMillis: nowMillis,
      expiresAtMillis: nowMillis + WAIT_MILLIS,
    });
    accounts.push({ id, email, secret, factorId, challengeId, ticket });
  };
  while (accounts.length < count) {
    await storage.unitOfWork.write(async (stores) => {
      for (let made = 0; made < ACCOUNTS_A_TRANSACTION; made += 1) await prepareOne(stores);
    });
  }

  const sessionToken = newToken(random, "twl_session");
  await storage.unitOfWork.write(async (stores) => {
    const account = await stores.accounts.findByEmailKey("person-0@example.org");
    if (account === undefined) throw new Error(`No account in ${CONSOLE_PROJECT_ID}`);
    await stores.sessions.insert({
      id: newId(random, "ses"),
      accountId: account.id,
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
