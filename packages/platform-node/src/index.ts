export { AesGcmSecretBox } from "./aes-gcm-secret-box.ts";
export {
  type Argon2PasswordHasher,
  createArgon2PasswordHasher,
  type Pepper,
  type PepperSource,
  pepperPrefix,
  pepperSourceOf,
} from "./argon2-password-hasher.ts";
export { type BcryptCodeHasher, createBcryptCodeHasher } from "./bcrypt-code-hasher.ts";
export { readClockDrift } from "./clock-reference.ts";
export { type CommonPasswordList, loadCommonPasswordList } from "./common-password-list.ts";
export { Ed25519AuditSigner } from "./ed25519-audit-signer.ts";
export { editableKeyRingFile } from "./edit-key-ring-file.ts";
export { HashQueue, type HashQueueOptions, type HashQueues } from "./hash-queue.ts";
export { nodeHmac } from "./hmac.ts";
export { type KeyPurpose, KeyRing, type KeyRingSource } from "./key-ring.ts";
export { KeyRingError, type KeyRingErrorCode } from "./key-ring-error.ts";
export { createKeyRingFile, type ReadKeyRingOptions, readKeyRing } from "./key-ring-file.ts";
export { LiveKeyRing, type LiveKeyRingOptions } from "./live-key-ring.ts";
export { NodeRandom } from "./node-random.ts";
export { NodeTokenHash } from "./node-token-hash.ts";
export { NumberPlans } from "./number-plans.ts";
export { PrivateFileError, type ReadPrivateFileOptions, readPrivateFile } from "./private-file.ts";
export { SealedMessageBox } from "./sealed-message-box.ts";
export { SealedStringBox } from "./sealed-string-box.ts";
export { SystemClock } from "./system-clock.ts";
export { TestClock } from "./test-clock.ts";
export { type ClockState, WatchedClock } from "./watched-clock.ts";
