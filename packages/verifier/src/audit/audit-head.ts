/**
 * A signed statement about a project's chain. A head says how the chain stood at a position; a
 * checkpoint says too that everything up to there was deleted because it had grown old.
 */
export interface AuditHead {
  readonly kind: "head" | "checkpoint";
  readonly projectId: string;
  readonly position: number;
  /** The chain's end at that position. */
  readonly hash: string;
  readonly atMillis: number;
  /** Whose signature it is. */
  readonly keyId: string;
  /** Ed25519 (RFC 8032), as base64url. */
  readonly signature: string;
}

/** What a signature says: that of an unknown key says nothing. */
export type SignatureVerdict = "valid" | "invalid" | "unknown_key";

/** Signs with a key that is not in the database. Verifying takes the public half alone. */
export interface AuditSigner {
  /** The key that makes new signatures. */
  readonly currentKeyId: string;
  /** @throws RangeError for a key that the ring does not have */
  sign(text: string, keyId: string): string;
  verify(keyId: string, text: string, signature: string): SignatureVerdict;
}

type Statement = Omit<AuditHead, "keyId" | "signature">;

/** Makes a signed head or checkpoint under the current key. */
export function signHead(signer: AuditSigner, statement: Statement): AuditHead {
  const keyId = signer.currentKeyId;
  return { ...statement, keyId, signature: signer.sign(writeStatement(statement, keyId), keyId) };
}

/** Whether the installation said this. */
export function judgeHead(signer: AuditSigner, head: AuditHead): SignatureVerdict {
  return signer.verify(head.keyId, writeStatement(head, head.keyId), head.signature);
}

/** What is signed (docs/protocol/audit.md §3). */
function writeStatement(statement: Statement, keyId: string): string {
  const { kind, projectId, position, hash, atMillis } = statement;
  return JSON.stringify([`twinlatch/audit/1/${kind}`, projectId, position, hash, atMillis, keyId]);
}
