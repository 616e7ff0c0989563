import { SeededRandom } from "@twinlatch/testkit";
import { expect, it } from "vitest";
import { hashBreakGlassCode, newBreakGlassCode } from "./break-glass-code.ts";

const deps = {
  random: new SeededRandom("break glass"),
  tokenHash: {
    digest: (token: string) => `digest of ${token}`,
    keyed: (purpose: string, text: string) => `${purpose} of ${text}`,
  },
};
const ada = { projectId: "prj", subjectId: "ada" };

it("R-095: a code lets in nobody else, for half an hour, and is stored under a purpose of its own", () => {
  const { shown, code } = newBreakGlassCode(deps, ada, 1_000);
  const symbols = shown.replaceAll("-", "").slice(1);
  expect(code).toEqual({
    id: expect.stringMatching(/^brk_/),
    codeHash: `break-glass-code of prj ada ${symbols}`,
    createdAtMillis: 1_000,
    expiresAtMillis: 1_801_000,
  });
  expect(hashBreakGlassCode(deps, { ...ada, subjectId: "bob" }, symbols)).not.toBe(code.codeHash);
});
