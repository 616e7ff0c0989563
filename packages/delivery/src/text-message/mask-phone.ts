/** Shortens a number for logs and screens to its last two digits: `…89`. */
export function maskPhone(phone: string): string {
  return `…${/[0-9]{2}$/.exec(phone)?.[0] ?? ""}`;
}
