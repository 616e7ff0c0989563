import { PATHS } from "../../paths.ts";

/** The link with a token behind `#`: browsers send that part to no server and no other page. */
export function invitationLink(origin: string, token: string): string {
  return `${origin}${PATHS.invitation}#${token}`;
}

/** The token of an opened link; null where there is none. */
export function readInvitationToken(hash: string): string | null {
  const token = hash.replace(/^#/, "");
  return /^twl_invitation_[a-z2-7]{52}$/.test(token) ? token : null;
}
