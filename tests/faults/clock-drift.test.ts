import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { countAttempts } from "../harness/audit-trail.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

const STEP_MILLIS = 30_000;
const HOST_CLOCK = new URL("../harness/host-clock.ts", import.meta.url).href;

let installation: Installation;
let person: Person;
let authenticator: Authenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await createInstallation("sqlite");
  const server = await installation.start();
  person = await signUpPerson(server);
  ({ authenticator, recoveryCodes } = await person.addAuthenticator());
});

afterAll(async () => {
  person?.close();
  await installation?.stop();
});

/** Starts a process whose clock is so far ahead of its reference, and goes on with it. */
async function startAhead(millis: number, env: Readonly<Record<string, string>> = {}) {
  const reference = createServer((_, answer) => {
    answer.sendDate = false;
    answer.setHeader("date", new Date(Date.now() - millis).toUTCString()).end();
  }).listen(0, "127.0.0.1");
  await once(reference, "listening");
  onTestFinished(() => void reference.close());
  const address = reference.address();
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  const server = await installation.start({
    TWINLATCH_CLOCK_REFERENCE: `http://127.0.0.1:${address.port}/`,
    ...env,
  });
  onTestFinished(() => server.stop());
  person.moveTo(server);
  return { server, ready: await readReadiness(server), reference };
}

async function readReadiness({ baseUrl }: RunningServer): Promise<unknown> {
  return (await fetch(`${baseUrl}/readyz`)).json();
}

/** Starts a process whose host's clock can be set while it runs; it is right at first. */
async function startSettable() {
  const file = join(installation.dataFolder, "host-clock");
  const set = (millis: number) => writeFileSync(file, String(millis));
  set(0);
  const started = await startAhead(0, {
    HOST_CLOCK_FILE: file,
    NODE_OPTIONS: `--import=${HOST_CLOCK}`,
  });
  return { ...started, set };
}

describe("a clock that differs from its reference", () => {
  it.each([
    ["ahead", 31_000],
    ["behind", -61_000],
  ])(
    "R-111: makes codes unavailable when it is far %s, and recovery codes go on",
    async (_, ahead) => {
      const { server, ready } = await startAhead(ahead);
      expect(ready).toEqual({ status: "ready", clock: "unreliable" });
      await expect.poll(() => server.output()).toContain("clock_unreliable");

      installation.clock.advance(STEP_MILLIS);
      const counted = await countAttempts(installation.database);
      const step = await person.beginSignIn();
      const right = totpAnswer(authenticator);
      expect(problemOf(await person.answer(step, right))).toBe("unavailable");
      const [wrong] = authenticator.wrongCodes(1);
      expect(problemOf(await person.answer(step, totpAnswer(authenticator, wrong)))).toBe(
        "unavailable",
      );
      expect(await countAttempts(installation.database)).toBe(counted);

      const [code = "", ...rest] = recoveryCodes;
      recoveryCodes = rest;
      const recovered = await person.answer(step, { kind: "recovery_code", code });
      expect(recovered.ok).toBe(true);
    },
  );

  it("R-111: raises an alarm and no more when it is off by some seconds, and widens nothing", async () => {
    const { server, ready } = await startAhead(15_000);
    expect(ready).toEqual({ status: "ready", clock: "drifting" });
    await expect.poll(() => server.output()).toContain("clock_drifting");

    installation.clock.advance(10 * STEP_MILLIS);
    const step = await person.beginSignIn();
    for (const away of [-2, 2]) {
      const far = totpAnswer(authenticator, authenticator.code(away));
      expect(problemOf(await person.answer(step, far))).toBe("invalid_code");
    }
    expect((await person.answer(step, totpAnswer(authenticator))).ok).toBe(true);
  });

  it("R-111: is no matter where it is right", async () => {
    expect((await startAhead(0)).ready).toEqual({ status: "ready", clock: "ok" });
  });

  it("R-111: that steps back revives no spent code, and no code before it", async () => {
    const { clock } = installation;
    await startAhead(0);
    clock.advance(10 * STEP_MILLIS);
    const code = authenticator.code();
    const accepted = await person.answer(
      await person.beginSignIn(),
      totpAnswer(authenticator, code),
    );
    expect(accepted.ok).toBe(true);

    clock.advance(-4 * STEP_MILLIS);
    onTestFinished(() => clock.advance(4 * STEP_MILLIS));
    const step = await person.beginSignIn();
    for (const away of [-1, 0, 1]) {
      const earlier = totpAnswer(authenticator, authenticator.code(away));
      expect(problemOf(await person.answer(step, earlier))).toBe("code_already_used");
    }
    expect(problemOf(await person.answer(step, totpAnswer(authenticator, code)))).toBe(
      "invalid_code",
    );
  });
});

describe("a clock that is set while the server runs", () => {
  it.each([31_000, -61_000])(
    "R-111: makes codes unavailable at once when it is set by %i ms, until it is right again",
    async (jump) => {
      const { server, ready, set } = await startSettable();
      expect(ready).toEqual({ status: "ready", clock: "ok" });
      installation.clock.advance(10 * STEP_MILLIS);
      const step = await person.beginSignIn();
      const right = totpAnswer(authenticator);

      set(jump);
      expect(problemOf(await person.answer(step, right))).toBe("unavailable");
      expect(await readReadiness(server)).toEqual({ status: "ready", clock: "unreliable" });
      await expect.poll(() => server.output()).toContain("clock_unreliable");
      const [code = "", ...rest] = recoveryCodes;
      recoveryCodes = rest;
      const other = await person.beginSignIn();
      expect((await person.answer(other, { kind: "recovery_code", code })).ok).toBe(true);

      set(0);
      // The attempt was given back, the code was not spent.
      expect((await person.answer(step, right)).ok).toBe(true);
      expect(await readReadiness(server)).toEqual({ status: "ready", clock: "ok" });
    },
  );

  it("R-111: counts as wrong by what it was set by, where nobody can say what is right", async () => {
    const { server, reference, set } = await startSettable();
    reference.close();
    reference.closeAllConnections();
    set(25_000);
    await expect.poll(() => server.output()).toContain("clock_reference_lost");
    expect(await readReadiness(server)).toEqual({ status: "ready", clock: "unreliable" });
    set(5_000);
    expect(await readReadiness(server)).toEqual({ status: "ready", clock: "drifting" });
  });

  it("R-111: revives no spent code when it is set back by 120 seconds", async () => {
    const { set } = await startSettable();
    installation.clock.advance(10 * STEP_MILLIS);
    const spent = totpAnswer(authenticator);
    expect((await person.answer(await person.beginSignIn(), spent)).ok).toBe(true);
    set(-120_000);
    const step = await person.beginSignIn();
    expect(problemOf(await person.answer(step, spent))).toBe("unavailable");
    set(0);
    expect(problemOf(await person.answer(step, spent))).toBe("code_already_used");
  });
});
