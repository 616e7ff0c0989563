import { describe, expect, it } from "vitest";
import { createFaultLog } from "./fault-log.ts";
import { describeError, type LogFields } from "./log.ts";

function logging() {
  const lines: (LogFields | undefined)[] = [];
  let now = 0;
  const log = createFaultLog({ error: (_event, fields) => void lines.push(fields) }, () => now);
  return { log, lines, advance: (millis: number) => (now += millis) };
}

function fault(code: string) {
  const cause = Object.assign(new Error("lost"), { code });
  return { event: "fault", error: describeError(new Error("unavailable", { cause })) } as const;
}

const hasStack = (fields: LogFields | undefined) => fields?.error?.stack !== undefined;

describe("the log of faults", () => {
  it("R-109: has a line for each request, and of one kind one stack a second", () => {
    const { log, lines, advance } = logging();
    for (let request = 1; request <= 3; request += 1) log(fault("ECONNREFUSED"), `r${request}`);
    expect(lines.map((line) => line?.requestId)).toEqual(["r1", "r2", "r3"]);
    expect(lines.map(hasStack)).toEqual([true, false, false]);
    expect(lines[1]?.error).toEqual({
      name: "Error",
      cause: { name: "Error", code: "ECONNREFUSED" },
    });
    advance(999);
    log(fault("ECONNREFUSED"), "r4");
    advance(1);
    log(fault("ECONNREFUSED"), "r5");
    expect(lines.slice(3).map(hasStack)).toEqual([false, true]);
  });

  it("tells the stack of another kind at once", () => {
    const { log, lines } = logging();
    log(fault("ECONNREFUSED"), "r1");
    log(fault("ECONNRESET"), "r2");
    expect(lines.map(hasStack)).toEqual([true, true]);
  });

  it("R-109: forgets kinds rather than to grow with them", () => {
    const { log, lines } = logging();
    for (let kind = 0; kind <= 200; kind += 1) log(fault(`E${kind}`), "r");
    log(fault("E0"), "r");
    expect(lines.every(hasStack)).toBe(true);
  });
});
