import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allowed, auditAfter, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Person, type SecondStep, signUpPerson } from "../harness/person.ts";
import {
  askForCode,
  countTexts,
  enrolPhone,
  type Phone,
  protectByPhone,
  readTextedCode,
  smsAnswer,
} from "../harness/phone.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, tally, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

/** What the losers of a race may be told. */
const LOST = ["too_many_texts", "unavailable"];
const PAUSE_MILLIS = 3_600_000;

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];
  let volley: Volley;
  let person: Person;
  let phone: Phone;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
    volley = await openVolley(servers, 50);
  });
  beforeEach(async () => {
    installation.clock.advance(PAUSE_MILLIS);
    person = await signUpPerson(servers[0]!);
    phone = await protectByPhone(servers[0]!, person);
  });
  afterAll(async () => {
    volley?.close();
    await installation?.stop();
  });

  const sentBoth = async () =>
    (await countTexts(servers[0]!, phone.number)) + (await countTexts(servers[1]!, phone.number));

  /** Asks once, wherever the text then is. */
  async function sendCode(step: SecondStep): Promise<string> {
    const [sent] = await volley.fire(1, (connections) => askForCode(connections, step, phone));
    expect(sent?.ok).toBe(true);
    return readTextedCode(servers[0]!, phone.number);
  }

  it("R-019: of 50 posts of one texted code exactly one makes a session", {
    timeout: 300_000,
  }, async () => {
    for (let round = 0; round < rounds(2, 50); round += 1) {
      if (round % 4 === 3) installation.clock.advance(24 * PAUSE_MILLIS);
      const step = await person.beginSignIn();
      const code = await sendCode(step);
      const before = await newestAudit(installation.database);
      const results = await volley.fire(50, (connections) =>
        person.answer(step, smsAnswer(phone, code), connections),
      );
      expect(tally(results)).toMatchObject({ ok: 1 });
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
      installation.clock.advance(2 * 60_000);
    }
  });

  it("R-023: of 50 requests for a code over 10 sign-ins exactly one sends a text", {
    timeout: 300_000,
  }, async () => {
    for (let round = 0; round < rounds(2, 20); round += 1) {
      installation.clock.advance(24 * PAUSE_MILLIS);
      const steps: SecondStep[] = [];
      while (steps.length < 9) steps.push(await person.beginSignIn());
      const before = await sentBoth();
      const results = await volley.fire(50, (connections, index) =>
        askForCode(connections, steps[index % steps.length]!, phone),
      );
      const { ok, ...lost } = tally(results);
      expect(ok, JSON.stringify(lost)).toBe(1);
      // A loaded database may refuse what must not be sent twice.
      expect(LOST).toEqual(expect.arrayContaining(Object.keys(lost)));
      expect(await sentBoth()).toBe(before + 1);
    }
  });

  it("R-019: of 50 confirmations of one new phone exactly one takes it into use", async () => {
    const other = await signUpPerson(servers[0]!);
    const added = await enrolPhone(other);
    const code = await readTextedCode(servers[0]!, added.number);
    const { sessionToken } = other;
    const results = await volley.fire(50, (connections) =>
      connections
        .client(sessionToken)
        .call("confirmFactor", { params: { id: added.factorId }, body: { code } }),
    );
    expect(tally(results)).toMatchObject({ ok: 1 });
  });
});
