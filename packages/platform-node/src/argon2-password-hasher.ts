import { hash, type Options, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "@twinlatch/accounts";
import { FaultError, SecretUnreadableError } from "@twinlatch/verifier";
import { HashQueue, type HashQueues } from "./hash-queue.ts";
import type { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";

/** 19 MiB, 2 passes, 1 lane (OWASP's and ASVS's floor), of Argon2id, the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

/** With both at work 57 MiB and three of Node's four threads. */
const MAKING_LIMITS = { concurrency: 1, maxWaiting: 64 };
/** The last of a full queue waits half a second. */
const COMPARING_LIMITS = { concurrency: 2, maxWaiting: 64 };

const STORED_HASH = /^([a-z0-9_-]{1,32})(\$argon2id\$.{1,200})$/;

/**
 * Argon2id with a pepper: a sub-key of the ring, given to Argon2 as its secret, so that a stolen
 * database alone cannot be searched. Stored as `<key id>$argon2id$v=19$…`. Made by
 * `createArgon2PasswordHasher`.
 */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #queues: HashQueues;
  readonly #peppers: ReadonlyMap<string, Uint8Array>;
  readonly #currentId: string;
  readonly #decoyHash: string;

  constructor(
    queues: HashQueues,
    peppers: ReadonlyMap<string, Uint8Array>,
    currentId: string,
    decoyHash: string,
  ) {
    this.#queues = queues;
    this.#peppers = peppers;
    this.#currentId = currentId;
    this.#decoyHash = decoyHash;
  }

  hash(password: string): Promise<string> {
    return this.#queues.making.run(() => hashPassword(password, this.#currentId, this.#peppers));
  }

  /**
   * @throws FaultError `invariant_broken` when `storedHash` is none
   * @throws SecretUnreadableError when its key is not in the ring
   */
  async verify(password: string, storedHash: string | undefined): Promise<boolean> {
    const [, keyId = "", argon2Hash = ""] = STORED_HASH.exec(storedHash ?? this.#decoyHash) ?? [];
    if (argon2Hash === "") throw new FaultError("invariant_broken", "No Argon2id hash");
    const secret = findPepper(keyId, this.#peppers);
    const matches = await this.#queues.comparing.run(() => compare(password, argon2Hash, secret));
    return matches && storedHash !== undefined;
  }
}

/**
 * Makes the hasher and its decoy. By default one hash is made and two compared at a time, and 64 wait
 * for each.
 */
export async function createArgon2PasswordHasher(
  ring: KeyRing,
  queues: HashQueues = {
    making: new HashQueue(MAKING_LIMITS),
    comparing: new HashQueue(COMPARING_LIMITS),
  },
): Promise<Argon2PasswordHasher> {
  const peppers = new Map(
    [...ring.deriveSubKeys("pepper")].map(([id, key]) => [id, new Uint8Array(key.export())]),
  );
  const unknown = Buffer.from(new NodeRandom().bytes(32)).toString("base64");
  const decoyHash = await hashPassword(unknown, ring.currentId, peppers);
  return new Argon2PasswordHasher(queues, peppers, ring.currentId, decoyHash);
}

async function hashPassword(
  password: string,
  keyId: string,
  peppers: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const secret = findPepper(keyId, peppers);
  return `${keyId}${await hash(Buffer.from(password, "utf8"), { ...COST, secret })}`;
}

async function compare(password: string, argon2Hash: string, secret: Uint8Array): Promise<boolean> {
  try {
    return await verify(argon2Hash, Buffer.from(password, "utf8"), { secret });
  } catch (error) {
    throw new FaultError("invariant_broken", "No Argon2id hash", { cause: error });
  }
}

function findPepper(keyId: string, peppers: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const pepper = peppers.get(keyId);
  if (pepper === undefined) {
    throw new SecretUnreadableError(`A password's key "${keyId}" is not in the key ring`);
  }
  return pepper;
}
