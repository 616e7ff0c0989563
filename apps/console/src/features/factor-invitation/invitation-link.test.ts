import { expect, it } from "vitest";
import { readInvitationToken } from "./invitation-link.ts";

const TOKEN = `twl_invitation_${"a2".repeat(26)}`;

it("reads the token of an opened link", () => {
  const link = new URL(`https://id.example.org/invitation#${TOKEN}`);
  expect(readInvitationToken(link.hash)).toBe(TOKEN);
});

it.each(["", "#", `#${TOKEN}x`, `#x${TOKEN}`, "#twl_session_a", "#javascript:alert(1)"])(
  "reads no token out of %j",
  (hash) => {
    expect(readInvitationToken(hash)).toBeNull();
  },
);
