/** The token behind `#` of an opened link; null where there is none. */
export function readInvitationToken(hash: string): string | null {
  const token = hash.replace(/^#/, "");
  return /^twl_invitation_[a-z2-7]{52}$/.test(token) ? token : null;
}
