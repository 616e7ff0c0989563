import { describe, expect, it } from "vitest";
import { addressBlock } from "./address-block.ts";

describe("addressBlock", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:203.0.113.9", "203.0.113.9"],
    ["0:0:0:0:0:ffff:203.0.113.9", "203.0.113.9"],
    ["::ffff:cb00:7109", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3::", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
    ["1::2:3:4:5:6:7", "1:0:2:3::/64"],
    ["not an address", "not an address"],
    ["a:b", "a:b"],
  ])("R-038: counts %s under %s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });

  it("R-038: every address of a /64 is one block, the next /64 another", () => {
    const inside = [0, 1, 255, 65_535].map((n) => `2001:db8:aa:bb:${n.toString(16)}:1:2:3`);
    expect(new Set(inside.map(addressBlock))).toEqual(new Set(["2001:db8:aa:bb::/64"]));
    expect(addressBlock("2001:db8:aa:bc::1")).not.toBe(addressBlock("2001:db8:aa:bb::1"));
  });
});
