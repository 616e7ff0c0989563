import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { readClockDrift } from "./clock-reference.ts";
import { SystemClock } from "./system-clock.ts";
import { WatchedClock } from "./watched-clock.ts";

const NTP_EPOCH_SECONDS = 2_208_988_800;
/** What asking takes, and the whole seconds of a `Date`. */
const SLACK_MILLIS = 1_500;

/** An NTP server whose clock is so far behind; `spoil` changes its answers. */
async function startNtp(behindMillis: number, spoil: (answer: Buffer) => void = () => undefined) {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  socket.on("message", (question, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer[0] = 0x24;
    answer[1] = 2;
    question.copy(answer, 24, 40, 48);
    const now = (Date.now() - behindMillis) / 1_000 + NTP_EPOCH_SECONDS;
    for (const at of [32, 40]) {
      answer.writeUInt32BE(Math.floor(now), at);
      answer.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), at + 4);
    }
    spoil(answer);
    socket.send(answer, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return new URL(`ntp://127.0.0.1:${socket.address().port}`);
}

async function startHttp(headers: Readonly<Record<string, string>>) {
  const server = createServer((_, answer) => {
    answer.sendDate = false;
    answer.writeHead(200, headers).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
}

describe("R-111: a clock's reference", () => {
  it.each([0, 25_000, -90_000])("says by NTP that the clock is %i ms ahead", async (behind) => {
    const drift = await readClockDrift(await startNtp(behind));
    expect(Math.abs(drift - behind)).toBeLessThan(SLACK_MILLIS);
  });

  it.each([0, 25_000, -90_000])(
    "says by its Date that the clock is %i ms ahead",
    async (behind) => {
      const date = new Date(Date.now() - behind).toUTCString();
      const drift = await readClockDrift(await startHttp({ date }));
      expect(Math.abs(drift - behind)).toBeLessThan(SLACK_MILLIS);
    },
  );

  it.each([
    ["of a stranger", (answer: Buffer) => void answer.fill(7, 24, 32)],
    ["of a server that has no time itself", (answer: Buffer) => void answer.writeUInt8(0, 1)],
    ["that is a question", (answer: Buffer) => void answer.writeUInt8(0x23, 0)],
  ])("is not believed by an NTP answer %s", async (_, spoil) => {
    const reference = await startNtp(60_000, spoil);
    await expect(readClockDrift(reference)).rejects.toThrow("does not answer as NTP");
  });

  it("is not believed without a Date, and not over what is no protocol for it", async () => {
    await expect(readClockDrift(await startHttp({}))).rejects.toThrow("sends no date");
    await expect(readClockDrift(new URL("ftp://127.0.0.1"))).rejects.toThrow("ftp:");
  });
});

describe("R-111: a watched clock", () => {
  it.each([
    [0, "ok", true],
    [2_000, "ok", true],
    [-2_001, "drifting", true],
    [20_000, "drifting", true],
    [20_001, "unreliable", false],
    [-20_001, "unreliable", false],
  ] as const)("that is %i ms ahead is %s", (drift, state, isReliable) => {
    const clock = new WatchedClock(new SystemClock());
    clock.observeDrift(drift);
    expect([clock.state, clock.isReliable()]).toEqual([state, isReliable]);
    clock.observeDrift(0);
    expect([clock.state, clock.isReliable()]).toEqual(["ok", true]);
  });

  it.each([
    [0, 31_000, "unreliable"],
    [0, -61_000, "unreliable"],
    [0, 20_000, "drifting"],
    [25_000, -25_000, "ok"],
    [-1_500, -700, "drifting"],
  ] as const)(
    "that was %i ms ahead when it was compared, and is set by %i ms, is %s from then on",
    (drift, jump, state) => {
      const host = { wall: 7_000, elapsed: 50 };
      const clock = new WatchedClock(new SystemClock(), {
        wallMillis: () => host.wall,
        elapsedMillis: () => host.elapsed,
      });
      clock.observeDrift(drift);
      host.wall += 3_600_000;
      host.elapsed += 3_600_000;
      expect([clock.driftMillis, clock.hasJumped]).toEqual([drift, false]);
      host.wall += jump;
      expect([clock.state, clock.driftMillis]).toEqual([state, drift + jump]);
      expect(clock.hasJumped).toBe(Math.abs(jump) > 1_000);
      clock.observeDrift(0);
      expect([clock.state, clock.hasJumped]).toEqual(["ok", false]);
    },
  );

  it("that nobody compared is left alone, whatever it is set by", () => {
    let wall = 0;
    const host = { wallMillis: () => wall, elapsedMillis: () => 0 };
    const clock = new WatchedClock(new SystemClock(), host);
    wall = 3_600_000;
    expect([clock.state, clock.driftMillis, clock.hasJumped]).toEqual(["ok", 0, false]);
  });
});
