import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInstallation, type Installation } from "../harness/installation.ts";
import { expectAnswer, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

let installation: Installation;
let server: RunningServer;
beforeAll(async () => {
  installation = await createInstallation("sqlite");
  server = await installation.start();
});
afterAll(() => installation.stop());

function open(): Socket {
  const { hostname, port } = new URL(server.baseUrl);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  return socket;
}

/** Resolves when the connection has ended, for whatever reason. */
function whenClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once("close", () => resolve());
  });
}

function head(method: string, path: string, lines: readonly string[] = []): string {
  const host = new URL(server.baseUrl).host;
  return [`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...lines].join("\r\n");
}

describe.concurrent("R-090: whoever is slow", () => {
  it("does not hold the server: 500 connections that never finish, and everybody else is served", async () => {
    const count = rounds(500, 2_000);
    const sockets = Array.from({ length: count }, () => {
      const socket = open();
      socket.write(`${head("POST", "/api/v1/sign-in")}\r\nX-Slow: `);
      return socket;
    });
    const closed = sockets.map(whenClosed);
    const drip = setInterval(() => {
      for (const socket of sockets) socket.write("x");
    }, 500);
    const person = await signUpPerson(server);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => person.client.call("getSession", {})),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    person.close();
    // All are cut, however steadily they drip.
    await Promise.all(closed);
    clearInterval(drip);
    expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);
  });

  it("is cut at ten seconds in the middle of a body, with a problem", async () => {
    const began = performance.now();
    const socket = open();
    const answer = text(socket);
    const lines = ["Content-Type: application/json", "Content-Length: 60000"];
    socket.write(`${head("POST", "/api/v1/sign-in", lines)}\r\n\r\n{"email":"`);
    const drip = setInterval(() => socket.write("a"), 300);
    const received = await answer;
    clearInterval(drip);
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
    expect(received).toContain('"code":"request_timeout"');
    expect(performance.now() - began).toBeGreaterThan(9_000);
  });

  it("is cut when it never says anything", async () => {
    const socket = open();
    await once(socket, "connect");
    await whenClosed(socket);
    expect(socket.destroyed).toBe(true);
  });
});

describe("a server that is told to stop", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "by %s finishes what is under way, takes nothing new, and ends with code 0",
    async (signal) => {
      const own = await createInstallation("sqlite");
      const stopping = await own.start();
      const person = await signUpPerson(stopping);
      const authenticator = await person.enrol();
      // The first authenticator brings eight recovery codes, which take half a second to hash.
      const underWay = person.client.call("confirmFactor", {
        params: { id: authenticator.factorId },
        body: { code: authenticator.code() },
      });
      await pause(100);
      process.kill(stopping.processId, signal);
      const { recoveryCodes, sessionToken } = expectAnswer(await underWay);
      expect(recoveryCodes).toHaveLength(8);
      await stopping.stop();
      await expect(fetch(`${stopping.baseUrl}/healthz`)).rejects.toThrow("fetch failed");

      person.sessionToken = sessionToken;
      person.moveTo(await own.start());
      const security = expectAnswer(await person.client.call("getSecurity", {}));
      expect(security).toMatchObject({ twoFactor: "enabled", recoveryCodes: { remaining: 8 } });
      person.close();
      await own.stop();
    },
  );
});

it("R-083: a process says no secret on its way, not even at its lowest level", async () => {
  const own = await createInstallation("sqlite");
  const talkative = await own.start({ TWINLATCH_LOG_LEVEL: "debug" });
  const person = await signUpPerson(talkative);
  const { authenticator, recoveryCodes } = await person.addAuthenticator();
  const step = await person.beginSignIn();
  const code = authenticator.code();
  await person.answer(step, { kind: "totp", factorId: authenticator.factorId, code });
  await person.answer(step, { kind: "totp", factorId: authenticator.factorId, code });
  const secrets = [person.password, person.sessionToken ?? "", step.ticket, ...recoveryCodes];
  person.close();
  await talkative.stop();
  const output = talkative.output();
  expect(output).toContain('"event":"request"');
  expect(secrets.filter((secret) => secret === "" || output.includes(secret))).toEqual([]);
  expect(output).not.toContain(person.email);
  await own.stop();
});
