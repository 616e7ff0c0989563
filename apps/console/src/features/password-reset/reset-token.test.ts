import { describe, expect, it } from "vitest";
import { readResetToken } from "./reset-token.ts";

const TOKEN = `twl_reset_${"a".repeat(52)}`;

describe("the token of a mailed link", () => {
  it("is what stands behind #", () => {
    expect(readResetToken(`#${TOKEN}`)).toBe(TOKEN);
  });

  it.each(["", "#", "#twl_reset_short", `#${TOKEN}x`, `#twl_session_${"a".repeat(52)}`])(
    "is not there in %j",
    (hash) => {
      expect(readResetToken(hash)).toBeNull();
    },
  );
});
