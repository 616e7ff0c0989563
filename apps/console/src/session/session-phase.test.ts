import { expect, it } from "vitest";
import { sessionPhase } from "./session-phase.ts";

const minutes = (count: number) => count * 60_000;

it.each([
  ["open", minutes(60), { phase: "open", lookAgainInMillis: minutes(58) }],
  ["open until the warning is due", minutes(2) + 1, { phase: "open", lookAgainInMillis: 1 }],
  ["ending", minutes(2), { phase: "ending", lookAgainInMillis: minutes(2) }],
  ["over", 0, { phase: "over" }],
  ["over, found after a sleep", -minutes(30), { phase: "over" }],
])("D17: a session is %s", (_, left, phase) => {
  expect(sessionPhase(1_000_000, 1_000_000 + left)).toEqual(phase);
});
