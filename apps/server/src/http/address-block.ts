import { isIPv6 } from "node:net";

const GROUPS_OF_A_BLOCK = 4;
const GROUPS = 8;
const MAPPED_IPV4 = /^(?:0{0,4}:){0,5}:?ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/**
 * The block that failures of an address are counted under: an IPv4 address itself, and for IPv6 its
 * /64, which is the least that one household gets. An IPv4 address written as IPv6 is the same
 * block as without.
 */
export function addressBlock(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [withoutZone = ""] = address.split("%");
  if (!isIPv6(withoutZone)) return address;
  const [head = "", tail] = withoutZone.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  // An embedded IPv4 address takes the place of two groups, all of them outside a block's half.
  const rightLength = right.length + (right.at(-1)?.includes(".") === true ? 1 : 0);
  const gap = tail === undefined ? 0 : GROUPS - left.length - rightLength;
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right].map((group) =>
    Number.parseInt(group, 16),
  );
  const block = groups.slice(0, GROUPS_OF_A_BLOCK);
  const [, , , , fifth, sixth, high = 0, low = 0] = groups;
  if (block.every((group) => group === 0) && fifth === 0 && sixth === 0xffff) {
    return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
  }
  return `${block.map((group) => group.toString(16)).join(":")}::/64`;
}
