import type { KeyObject } from "node:crypto";
import {
  type Random,
  type SecretBox,
  type SecretPlace,
  SecretUnreadableError,
} from "@twinlatch/verifier";
import { decryptAesGcm, encryptAesGcm, NONCE_BYTES, TAG_BYTES } from "./aes-gcm.ts";
import { encodeFields } from "./encode-fields.ts";
import type { KeyRing } from "./key-ring.ts";

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
export class AesGcmSecretBox implements SecretBox {
  readonly #currentId: string;
  readonly #currentKey: KeyObject;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #random: Random;

  constructor(ring: KeyRing, random: Random) {
    this.#currentId = ring.currentId;
    this.#currentKey = ring.deriveCurrentSubKey("sealing");
    this.#keys = ring.deriveSubKeys("sealing");
    this.#random = random;
  }

  seal(plaintext: Uint8Array, place: SecretPlace): Uint8Array {
    const keyId = Buffer.from(this.#currentId, "latin1");
    const nonce = this.#random.bytes(NONCE_BYTES);
    const associatedData = encodePlace(place, this.#currentId);
    const sealed = encryptAesGcm(this.#currentKey, nonce, plaintext, associatedData);
    const envelope = new Uint8Array(HEADER_BYTES + keyId.length + NONCE_BYTES + sealed.length);
    envelope.set([FORMAT_VERSION, keyId.length]);
    envelope.set(keyId, HEADER_BYTES);
    envelope.set(nonce, HEADER_BYTES + keyId.length);
    envelope.set(sealed, HEADER_BYTES + keyId.length + NONCE_BYTES);
    return envelope;
  }

  open(sealed: Uint8Array, place: SecretPlace): Uint8Array {
    const [version, keyIdLength] = sealed;
    if (version !== FORMAT_VERSION || keyIdLength === undefined) throw unreadable();
    const nonceAt = HEADER_BYTES + keyIdLength;
    const bodyAt = nonceAt + NONCE_BYTES;
    if (sealed.length < bodyAt + TAG_BYTES) throw unreadable();
    const keyId = Buffer.from(sealed.subarray(HEADER_BYTES, nonceAt)).toString("latin1");
    const key = this.#keys.get(keyId);
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
}

function encodePlace(place: SecretPlace, keyId: string): Uint8Array {
  const { projectId, subjectId, record, field } = place;
  return encodeFields([String(FORMAT_VERSION), projectId, subjectId, record, field, keyId]);
}

// One message for every cause: which check failed would help only whoever altered the value.
function unreadable(): SecretUnreadableError {
  return new SecretUnreadableError("A sealed secret does not open where it stands");
}
