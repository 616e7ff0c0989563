import { describe, expect, it } from "vitest";
import { type AuditSigner, judgeHead, signHead } from "./audit-head.ts";

/** Signs by writing down what it was given. */
const signer: AuditSigner = {
  currentKeyId: "k2",
  sign: (text, keyId) => `${keyId} ${text}`,
  verify: (keyId, text, signature) => (signature === `${keyId} ${text}` ? "valid" : "invalid"),
};

const STATEMENT = { projectId: "prj_a", position: 5, hash: "h5", atMillis: 1_000 } as const;

describe("a signed head", () => {
  it.each(["head", "checkpoint"] as const)(
    "R-084: of the kind %s signs what another program reads in the protocol",
    (kind) => {
      const signature = `k2 ["twinlatch/audit/1/${kind}","prj_a",5,"h5",1000,"k2"]`;
      const head = { kind, ...STATEMENT, keyId: "k2", signature };
      expect(signHead(signer, { kind, ...STATEMENT })).toEqual(head);
      expect(judgeHead(signer, head)).toBe("valid");
    },
  );

  it.each([
    ["of another kind", { kind: "checkpoint" }],
    ["of another project", { projectId: "prj_b" }],
    ["of another position", { position: 4 }],
    ["of another chain", { hash: "h6" }],
    ["of another time", { atMillis: 1_001 }],
    ["of another key", { keyId: "k1" }],
  ] as const)("R-084: passes for none %s", (_, change) => {
    const head = signHead(signer, { kind: "head", ...STATEMENT });
    expect(judgeHead(signer, { ...head, ...change })).toBe("invalid");
  });
});
