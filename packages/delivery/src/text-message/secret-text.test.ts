import { inspect } from "node:util";
import { expect, it } from "vitest";
import { SecretText } from "./secret-text.ts";

it("R-083: a secret of the configuration prints as one, and says itself only when asked", () => {
  const secret = new SecretText("canary");
  const printed = [
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true }),
  ];
  for (const text of printed) {
    expect(text).toContain("[secret]");
    expect(text).not.toContain("canary");
  }
  expect(secret.reveal()).toBe("canary");
});
