import { BlockList, isIP, isIPv6 } from "node:net";
import type { AddressRange } from "@twinlatch/installation";
import type { FastifyRequest } from "fastify";

/**
 * Whether a peer is a configured proxy, whose word on where a request comes from counts. Undefined
 * when there are none: then no forwarded header means anything.
 */
export function trustProxies(
  ranges: readonly AddressRange[],
): ((address: string) => boolean) | undefined {
  if (ranges.length === 0) return undefined;
  const proxies = new BlockList();
  for (const { address, prefixBits, family } of ranges) {
    proxies.addSubnet(address, prefixBits, family);
  }
  return (address) =>
    isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/**
 * Where a request comes from. What a proxy forwards counts only when it is an address. An IPv4 address
 * is written as one, also where the server listens on IPv6.
 */
export function clientAddress(request: FastifyRequest): string {
  const { ip } = request;
  const address = isIP(ip) === 0 ? (request.socket.remoteAddress ?? "") : ip;
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, "");
}
