/**
 * The token of a mailed link, which stands behind `#`: browsers send that part to no server and no other
 * page. Null where there is none.
 */
export function readResetToken(hash: string): string | null {
  const token = hash.replace(/^#/, "");
  return /^twl_reset_[a-z2-7]{52}$/.test(token) ? token : null;
}
