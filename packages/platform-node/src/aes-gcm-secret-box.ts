import type { KeyObject } from "node:crypto";
import {
  type Random,
  type SealingKeys,
  type SecretBox,
  type SecretPlace,
  SecretUnreadableError,
} from "@twinlatch/verifier";
import { decryptAesGcm, encryptAesGcm, NONCE_BYTES, TAG_BYTES } from "./aes-gcm.ts";
import { encodeFields } from "./encode-fields.ts";
import type { KeyRing, KeyRingSource } from "./key-ring.ts";

const FORMAT_VERSION = 0x01;
const HEADER_BYTES = 2;

/**
 * AES-256-GCM under the sealing keys of a ring. A sealed value is
 *
 *     version 0x01 | length of key id | key id | nonce, 12 bytes | ciphertext | tag, 16 bytes
 *
 * and its associated data are version, project, subject, record, field and key id, each with its
 * length. Random nonces are good for 2^32 values a key (SP 800-38D §8.3); change keys long before.
 */
export class AesGcmSecretBox implements SecretBox, SealingKeys {
  readonly #source: KeyRingSource;
  readonly #random: Random;
  #ring: KeyRing | undefined;
  #keys: ReadonlyMap<string, KeyObject> = new Map();

  constructor(source: KeyRingSource, random: Random) {
    this.#source = source;
    this.#random = random;
  }

  get box(): SecretBox {
    return this;
  }

  readRing(): { readonly currentId: string; readonly ids: readonly string[] } {
    const { currentId, ids } = this.#source.refresh();
    return { currentId, ids };
  }

  seal(plaintext: Uint8Array, place: SecretPlace): Uint8Array {
    return this.#sealWith(this.#source.refresh(), undefined, plaintext, place);
  }

  sealUnder(id: string, plaintext: Uint8Array, place: SecretPlace): Uint8Array {
    return this.#sealWith(this.#source.refresh(), id, plaintext, place);
  }

  prefixOf(keyId: string): Uint8Array {
    const id = Buffer.from(keyId, "latin1");
    return new Uint8Array([FORMAT_VERSION, id.length, ...id]);
  }

  open(sealed: Uint8Array, place: SecretPlace): Uint8Array {
    const [version, keyIdLength] = sealed;
    if (version !== FORMAT_VERSION || keyIdLength === undefined) throw unreadable();
    const nonceAt = HEADER_BYTES + keyIdLength;
    const bodyAt = nonceAt + NONCE_BYTES;
    if (sealed.length < bodyAt + TAG_BYTES) throw unreadable();
    const keyId = Buffer.from(sealed.subarray(HEADER_BYTES, nonceAt)).toString("latin1");
    // A key that is not known may have come in since the ring was read: another process used it.
    const key =
      this.#keysOf(this.#source.known).get(keyId) ??
      this.#keysOf(this.#source.refresh()).get(keyId);
    if (key === undefined) throw unreadable();
    const plaintext = decryptAesGcm(
      key,
      sealed.subarray(nonceAt, bodyAt),
      sealed.subarray(bodyAt),
      encodePlace(place, keyId),
    );
    if (plaintext === undefined) throw unreadable();
    return plaintext;
  }

  #sealWith(
    ring: KeyRing,
    id: string | undefined,
    plaintext: Uint8Array,
    place: SecretPlace,
  ): Uint8Array {
    const keyId = id ?? ring.currentId;
    const key = this.#keysOf(ring).get(keyId);
    if (key === undefined) throw new RangeError(`The ring has no key "${keyId}"`);
    const prefix = this.prefixOf(keyId);
    const nonce = this.#random.bytes(NONCE_BYTES);
    const sealed = encryptAesGcm(key, nonce, plaintext, encodePlace(place, keyId));
    const envelope = new Uint8Array(prefix.length + NONCE_BYTES + sealed.length);
    envelope.set(prefix);
    envelope.set(nonce, prefix.length);
    envelope.set(sealed, prefix.length + NONCE_BYTES);
    return envelope;
  }

  #keysOf(ring: KeyRing): ReadonlyMap<string, KeyObject> {
    if (this.#ring !== ring) {
      this.#keys = ring.deriveSubKeys("sealing");
      this.#ring = ring;
    }
    return this.#keys;
  }
}

function encodePlace(place: SecretPlace, keyId: string): Uint8Array {
  const { projectId, subjectId, record, field } = place;
  return encodeFields([String(FORMAT_VERSION), projectId, subjectId, record, field, keyId]);
}

// One message for every cause: which check failed would help only whoever altered the value.
function unreadable(): SecretUnreadableError {
  return new SecretUnreadableError("A sealed secret does not open where it stands");
}
