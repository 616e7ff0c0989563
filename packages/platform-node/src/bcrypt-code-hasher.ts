import { type CodeHasher, FaultError } from "@twinlatch/verifier";
import { compare, hash } from "bcrypt";
import { HashQueue, type HashQueues } from "./hash-queue.ts";
import { NodeRandom } from "./node-random.ts";

/** bcrypt's cost. Codes of 80 random bits need no more; eight hashes take half a second. */
const COST = 10;
/** bcrypt silently drops what follows the 72nd byte. */
const MAX_CODE_BYTES = 64;
const BCRYPT_HASH = /^\$2b\$10\$[./A-Za-z0-9]{53}$/;

/** Eight sets of eight codes. */
const MAKING_LIMITS = { concurrency: 1, maxWaiting: 63 };
/** The last of a full queue has its answer in under 2 s. */
const COMPARING_LIMITS = { concurrency: 1, maxWaiting: 32 };

/** bcrypt at cost 10, in the background, behind queues. Made by `createBcryptCodeHasher`. */
export class BcryptCodeHasher implements CodeHasher {
  readonly decoyHash: string;
  readonly #queues: HashQueues;

  constructor(queues: HashQueues, decoyHash: string) {
    this.#queues = queues;
    this.decoyHash = decoyHash;
  }

  /** @throws FaultError `invariant_broken` when the code is over 64 bytes */
  async hash(code: string): Promise<string> {
    refuseLongCode(code);
    return this.#queues.making.run(() => hash(code, COST));
  }

  /** @throws FaultError `invariant_broken` when the code is over 64 bytes or the hash is none */
  async verify(code: string, codeHash: string): Promise<boolean> {
    refuseLongCode(code);
    // bcrypt answers "no" to such a hash without any work, which would hide a damaged record.
    if (!BCRYPT_HASH.test(codeHash)) throw new FaultError("invariant_broken", "No bcrypt hash");
    return this.#queues.comparing.run(() => compare(code, codeHash));
  }
}

/**
 * Makes the hasher and its decoy. By default one hash is made and one compared at a time; 63 wait to be
 * made and 32 to be compared.
 */
export async function createBcryptCodeHasher(
  queues: HashQueues = {
    making: new HashQueue(MAKING_LIMITS),
    comparing: new HashQueue(COMPARING_LIMITS),
  },
): Promise<BcryptCodeHasher> {
  const unknown = Buffer.from(new NodeRandom().bytes(32)).toString("base64");
  return new BcryptCodeHasher(queues, await hash(unknown, COST));
}

function refuseLongCode(code: string): void {
  if (Buffer.byteLength(code) > MAX_CODE_BYTES) {
    throw new FaultError("invariant_broken", `A code has at most ${MAX_CODE_BYTES} bytes`);
  }
}
