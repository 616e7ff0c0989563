/** Shortens an address for logs and screens: `a…@example.org`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return at > 0 ? `${first}…${address.slice(at)}` : "…";
}
