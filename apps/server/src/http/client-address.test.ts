import { createSettingReader } from "@twinlatch/installation";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { clientAddress, trustProxies } from "./client-address.ts";

function trust(list: string): (address: string) => boolean {
  const ranges = createSettingReader({ PROXIES: list }).addressRanges("PROXIES");
  return trustProxies(ranges) ?? (() => false);
}

describe("trustProxies", () => {
  it("R-038: trusts nobody when no proxy is configured", () => {
    expect(trustProxies([])).toBeUndefined();
  });

  it.each([
    ["10.0.0.0/8", "10.200.3.4", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.8", false],
    ["fd00::/8, 192.0.2.7", "fd12::1", true],
    ["fd00::/8 192.0.2.7", "192.0.2.7", true],
    ["fd00::/8", "fe80::1", false],
    ["0.0.0.0/0", "unknown", false],
  ])("R-038: with %s configured, %s is a proxy: %s", (list, address, isProxy) => {
    expect(trust(list)(address)).toBe(isProxy);
  });
});

describe("clientAddress", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8::1"],
  ])("of the peer %s is %s", async (remoteAddress, address) => {
    const app = fastify();
    app.route({ method: "GET", url: "/", handler: async (request) => clientAddress(request) });
    expect((await app.inject({ url: "/", remoteAddress })).body).toBe(address);
  });
});
