import { describe, expect, it } from "vitest";
import { linkProject, linkSubject, type SequencedEvent } from "./audit-chain.ts";

/** What would be hashed. */
const deps = { tokenHash: { digest: (text: string) => text } };

const FULL: SequencedEvent = {
  sequence: 7,
  id: "evt_1",
  atMillis: 1_800_000_000_000,
  projectId: "prj_a",
  subjectId: "ada",
  type: "totp.removed",
  outcome: "refused",
  reason: "recovery_session",
  sessionId: "ses_1",
  challengeId: "chl_1",
  factorId: "fac_1",
  factorKind: "totp",
  factorLabel: 'Ada’s "phone"',
  target: "fac_2",
  origin: { ip: "2001:db8::1", userAgent: "Agent/1", requestId: "req_1" },
};
const FULL_FIELDS =
  '7,"evt_1",1800000000000,"prj_a","ada","totp.removed","refused","recovery_session","ses_1",' +
  '"chl_1","fac_1","totp","Ada’s \\"phone\\"","fac_2","2001:db8::1","Agent/1","req_1"';
const SPARSE: SequencedEvent = {
  sequence: 8,
  id: "evt_2",
  atMillis: 1_800_000_000_001,
  projectId: "prj_a",
  type: "sign_in.password",
  outcome: "allowed",
  origin: { ip: "", userAgent: "", requestId: "" },
};
const SPARSE_FIELDS =
  '8,"evt_2",1800000000001,"prj_a",null,"sign_in.password","allowed",null,null,null,null,null,null,null,"","",""';

// Byte by byte as docs/protocol/audit.md §2 says: the auditor's own program computes the same.
describe("a record that was exported", () => {
  it("R-084: is verified by another program, link by link of the project's chain", () => {
    expect(linkProject(deps, { position: 4, hash: "h4" }, "s3", FULL)).toBe(
      `["twinlatch/audit/1/project","h4",5,"s3",${FULL_FIELDS}]`,
    );
    expect(linkProject(deps, { position: 0, hash: "" }, undefined, SPARSE)).toBe(
      `["twinlatch/audit/1/project","",1,null,${SPARSE_FIELDS}]`,
    );
  });

  it("R-084: shows one person's history without anybody else's", () => {
    expect(linkSubject(deps, "s2", FULL)).toBe(`["twinlatch/audit/1/subject","s2",${FULL_FIELDS}]`);
  });
});
