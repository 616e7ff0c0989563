import { expect, it } from "vitest";
import { invitationLink, readInvitationToken } from "./invitation-link.ts";

const TOKEN = `twl_invitation_${"a2".repeat(26)}`;

it("S3: keeps the token behind #, where it reaches no server, and reads it back", () => {
  const link = new URL(invitationLink("https://id.example.org", TOKEN));
  expect([link.origin, link.pathname, link.search]).toEqual([
    "https://id.example.org",
    "/invitation",
    "",
  ]);
  expect(readInvitationToken(link.hash)).toBe(TOKEN);
});

it.each(["", "#", `#${TOKEN}x`, `#x${TOKEN}`, "#twl_session_a", "#javascript:alert(1)"])(
  "reads no token out of %j",
  (hash) => {
    expect(readInvitationToken(hash)).toBeNull();
  },
);
