import type { HandOver } from "@twinlatch/verifier";
import { expect, it } from "vitest";
import { NOW, outgoingText } from "../../../../tests/texts/text.ts";
import { createCarriedTexts } from "./carried-texts.ts";

const TAKEN: HandOver = { outcome: "handed_over", provider: "main" };

function setUp(maxTexts?: number) {
  const clock = { now: NOW };
  const carried = createCarriedTexts({ nowMillis: () => clock.now }, maxTexts);
  const left: string[] = [];
  const carry = (id: string, expiresAtMillis = NOW + 1_000) =>
    carried.once(outgoingText({ id, expiresAtMillis }), async () => {
      left.push(id);
      return TAKEN;
    });
  return { carry, clock, left };
}

it("remembers what left until it expires, and no longer", async () => {
  const { carry, clock, left } = setUp();
  await carry("a");
  clock.now = NOW + 999;
  await carry("b", NOW + 5_000);
  await carry("a");
  expect(left).toEqual(["a", "b"]);
  clock.now = NOW + 1_000;
  await carry("c", NOW + 5_000);
  await carry("a", NOW + 5_000);
  expect(left).toEqual(["a", "b", "c", "a"]);
});

it("remembers no more than it may, the newest", async () => {
  const { carry, left } = setUp(2);
  for (const id of ["a", "b", "c"]) await carry(id);
  for (const id of ["c", "b", "a"]) await carry(id);
  expect(left).toEqual(["a", "b", "c", "a"]);
});
