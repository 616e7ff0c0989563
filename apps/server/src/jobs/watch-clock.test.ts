import { SystemClock, WatchedClock } from "@twinlatch/platform-node";
import { expect, it } from "vitest";
import { createLog } from "../log/log.ts";
import { watchClock } from "./watch-clock.ts";

it("R-111: compares at once when the clock was set, and goes by that where the reference is lost", async () => {
  const lines: string[] = [];
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  let wall = 0;
  const clock = new WatchedClock(new SystemClock(), {
    wallMillis: () => wall,
    elapsedMillis: () => 0,
  });
  let asked = 0;
  let isLost = false;
  const readDrift = async () => {
    asked += 1;
    if (isLost) throw new Error("no answer");
    return wall;
  };
  const watch = watchClock({ clock, readDrift, log, metrics: undefined });
  await watch.check();
  wall = 900;
  await watch.checkJump();
  expect(asked).toBe(1);
  wall = 31_000;
  await watch.checkJump();
  await watch.checkJump();
  expect(asked).toBe(2);
  isLost = true;
  wall = 5_000;
  await watch.checkJump();
  const said = lines.map((line) => /"event":"(\w+)".*/.exec(line)?.[1] ?? line);
  expect(said).toEqual(["clock_unreliable", "clock_reference_lost", "clock_drifting"]);
  expect(lines.at(-1)).toContain('"driftMillis":5000');
});

it("R-111: tells the log once of each change, and keeps what it knew when the reference is lost", async () => {
  const lines: string[] = [];
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const clock = new WatchedClock(new SystemClock());
  let drift: number | undefined;
  const readDrift = async () => {
    if (drift === undefined) throw new Error("no answer");
    return drift;
  };
  const watch = watchClock({ clock, readDrift, log, metrics: undefined });
  const states: string[] = [];
  for (drift of [0, 3_000, 3_100, -25_000, undefined, undefined, 500]) {
    await watch.check();
    states.push(clock.state);
  }
  expect(states).toEqual([
    "ok",
    "drifting",
    "drifting",
    "unreliable",
    "unreliable",
    "unreliable",
    "ok",
  ]);
  const said = lines.map((line) => /"event":"(\w+)"/.exec(line)?.[1] ?? line);
  expect(said).toEqual([
    "clock_drifting",
    "clock_unreliable",
    "clock_reference_lost",
    "clock_right",
  ]);
});
