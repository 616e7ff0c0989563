import { describe, expect, it } from "vitest";
import { createLog, describeError, type LogFields } from "./log.ts";

const CANARY = "canary-7Jq2";

function logging() {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  return { log, lines };
}

describe("log", () => {
  it("writes one line of JSON per event, with its time in UTC", () => {
    const { log, lines } = logging();
    log.info("request", { requestId: "r1", method: "GET", route: "/session", status: 200 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: "request",
      requestId: "r1",
      method: "GET",
      route: "/session",
      status: 200,
    });
  });

  it("writes nothing below its level", () => {
    const { log, lines } = logging();
    log.debug("request", { status: 200 });
    expect(lines).toEqual([]);
    expect([log.isEnabled("debug"), log.isEnabled("error")]).toEqual([false, true]);
  });

  it("R-083: drops what is not on the closed list, whatever a caller smuggles in", () => {
    const { log, lines } = logging();
    const smuggled: LogFields = Object.assign(
      { status: 200 },
      { password: CANARY, body: { code: CANARY }, headers: [CANARY] },
    );
    log.info("request", smuggled);
    expect(lines[0]).not.toContain(CANARY);
  });
});

describe("describeError", () => {
  it("R-083: tells class, code and place of an error and its causes, never a message", () => {
    const cause = Object.assign(new TypeError(`bad value '${CANARY}'`), { code: "SQLITE_ERROR" });
    const described = describeError(new Error(`while saving ${CANARY}`, { cause }));
    expect(JSON.stringify(described)).not.toContain(CANARY);
    expect(described).toMatchObject({
      name: "Error",
      stack: expect.stringMatching(/^at .*log\.test\.ts/),
      cause: { name: "TypeError", code: "SQLITE_ERROR" },
    });
  });

  it("R-083: does not tell a message of several lines either", () => {
    const error = new Error(`first\n  second ${CANARY}\nat ${CANARY}`);
    expect(JSON.stringify(describeError(error))).not.toContain(CANARY);
  });

  it("R-083: does not tell a thrown text, or a code that is a text", () => {
    const error = Object.assign(new Error("x"), { code: `not a code: ${CANARY}` });
    expect(JSON.stringify([describeError(CANARY), describeError(error)])).not.toContain(CANARY);
  });

  it("ends a chain of causes that has no end", () => {
    const error = new Error("loop");
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/"cause"/g)).toHaveLength(4);
  });
});
