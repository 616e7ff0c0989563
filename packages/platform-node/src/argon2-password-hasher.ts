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

/** A secret of Argon2's, by whose id hashes remember it. */
export interface Pepper {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Where peppers come from. */
export interface PepperSource {
  /** The one for new hashes. */
  current(): Promise<Pepper>;
  /** A pepper that this process knows already. */
  known(id: string): Uint8Array | undefined;
  /** Looks for peppers that came in since. */
  reload(): Promise<void>;
}

/**
 * Argon2id with a pepper, given to Argon2 as its secret, so that a stolen database alone cannot be
 * searched. Stored as `<pepper id>$argon2id$v=19$…`. Made by `createArgon2PasswordHasher`.
 */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #queues: HashQueues;
  readonly #peppers: PepperSource;
  readonly #decoyHash: string;

  constructor(queues: HashQueues, peppers: PepperSource, decoyHash: string) {
    this.#queues = queues;
    this.#peppers = peppers;
    this.#decoyHash = decoyHash;
  }

  hash(password: string): Promise<string> {
    return this.#queues.making.run(() => hashPassword(password, this.#peppers));
  }

  async isCurrent(storedHash: string): Promise<boolean> {
    const { id } = await this.#peppers.current();
    return storedHash.startsWith(pepperPrefix(id));
  }

  /**
   * @throws FaultError `invariant_broken` when `storedHash` is none
   * @throws SecretUnreadableError when nobody has its pepper
   */
  async verify(password: string, storedHash: string | undefined): Promise<boolean> {
    const [, id = "", argon2Hash = ""] = STORED_HASH.exec(storedHash ?? this.#decoyHash) ?? [];
    if (argon2Hash === "") throw new FaultError("invariant_broken", "No Argon2id hash");
    const secret = this.#peppers.known(id) ?? (await this.#findNew(id));
    const matches = await this.#queues.comparing.run(() => compare(password, argon2Hash, secret));
    return matches && storedHash !== undefined;
  }

  async #findNew(id: string): Promise<Uint8Array> {
    await this.#peppers.reload();
    const secret = this.#peppers.known(id);
    if (secret !== undefined) return secret;
    throw new SecretUnreadableError(`A password's pepper "${id}" is not known`);
  }
}

/** What every stored hash with this pepper begins with. */
export function pepperPrefix(pepperId: string): string {
  return `${pepperId}$`;
}

/**
 * Makes the hasher and its decoy. By default one hash is made and two compared at a time, and 64 wait
 * for each.
 */
export async function createArgon2PasswordHasher(
  peppers: PepperSource,
  queues: HashQueues = {
    making: new HashQueue(MAKING_LIMITS),
    comparing: new HashQueue(COMPARING_LIMITS),
  },
): Promise<Argon2PasswordHasher> {
  const unknown = Buffer.from(new NodeRandom().bytes(32)).toString("base64");
  return new Argon2PasswordHasher(queues, peppers, await hashPassword(unknown, peppers));
}

/** The peppers that come from the ring itself: an installation's first. */
export function pepperSourceOf(ring: KeyRing): PepperSource {
  const entries = [...ring.deriveSubKeys("pepper")].map(([id, key]): [string, Uint8Array] => [
    id,
    new Uint8Array(key.export()),
  ]);
  const secrets = new Map(entries);
  const secret = new Uint8Array(ring.deriveCurrentSubKey("pepper").export());
  return {
    current: async () => ({ id: ring.currentId, secret }),
    known: (id) => secrets.get(id),
    reload: async () => {},
  };
}

async function hashPassword(password: string, peppers: PepperSource): Promise<string> {
  const { id, secret } = await peppers.current();
  return `${id}${await hash(Buffer.from(password, "utf8"), { ...COST, secret })}`;
}

async function compare(password: string, argon2Hash: string, secret: Uint8Array): Promise<boolean> {
  try {
    return await verify(argon2Hash, Buffer.from(password, "utf8"), { secret });
  } catch (error) {
    throw new FaultError("invariant_broken", "No Argon2id hash", { cause: error });
  }
}
