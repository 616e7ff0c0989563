import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connections, openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import {
  expectAnswer,
  type Person,
  problemOf,
  type SecondStep,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import {
  addPhone,
  askForCode,
  countTexts,
  enrolPhone,
  newNumber,
  type Phone,
  protectByPhone,
  readTextedCode,
  smsAnswer,
} from "../harness/phone.ts";
import type { RunningServer } from "../harness/start-server.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let installation: Installation;
let server: RunningServer;
let connections: Connections;
let person: Person;
let phone: Phone;

beforeAll(async () => {
  installation = await createInstallation("sqlite");
  server = await installation.start();
  connections = openConnections(server.baseUrl, { count: 4 });
});
beforeEach(async () => {
  // The texts of one test are not another's.
  installation.clock.advance(2 * DAY);
  person = await signUpPerson(server);
  phone = await protectByPhone(server, person);
});
afterAll(async () => {
  connections?.close();
  await installation?.stop();
});

const ask = (step: SecondStep, to: Pick<Phone, "factorId"> = phone, channel?: "sms" | "voice") =>
  askForCode(connections, step, to, channel);

describe("the second step by text message", () => {
  it("signs in with the texted code, which tells only two digits of the number", async () => {
    const step = await person.beginSignIn();
    const sent = expectAnswer(await ask(step));
    expect(sent).toMatchObject({ hint: phone.number.slice(-2), resendAfter: 60 });
    const code = await readTextedCode(server, phone.number);
    const done = expectAnswer(await person.answer(step, smsAnswer(phone, code)));
    expect(done.status).toBe("signed_in");
    person.sessionToken = done.sessionToken;
    const session = expectAnswer(await person.client.call("getSession", {}));
    expect(session).toMatchObject({ amr: ["pwd", "sms", "mfa"], acr: "urn:twinlatch:acr:aal2" });
  });

  it("R-022: sends nothing by signing in, nor to whoever has no ticket of it", async () => {
    const before = await countTexts(server);
    const step = await person.beginSignIn();
    expect(problemOf(await ask({ ...step, ticket: "twl_ticket_none" }))).toBe("not_signed_in");
    const stranger = await signUpPerson(server);
    const foreign = await stranger.client.call("sendCode", {
      params: { id: step.challengeId },
      body: { factorId: phone.factorId },
    });
    expect(problemOf(foreign)).toBe("not_found");
    expect(await countTexts(server)).toBe(before);
  });

  it("R-022: takes no number from whoever asks", async () => {
    const step = await person.beginSignIn();
    const before = await countTexts(server);
    const answer = await connections.fetch(
      `${server.baseUrl}/api/v1/challenges/${step.challengeId}/send`,
      {
        method: "POST",
        headers: {
          authorization: `Bearer ${step.ticket}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ factorId: phone.factorId, to: newNumber() }),
      },
    );
    expect(answer.status).toBe(422);
    expect(await countTexts(server)).toBe(before);
  });

  it("R-017: accepts a code until 9:59, and no more at 10:01", async () => {
    const early = await person.beginSignIn();
    expectAnswer(await ask(early));
    const code = await readTextedCode(server, phone.number);
    installation.clock.advance(10 * MINUTE - 1_000);
    expect((await person.answer(early, smsAnswer(phone, code))).ok).toBe(true);

    const late = await person.beginSignIn();
    expectAnswer(await ask(late));
    const dead = await readTextedCode(server, phone.number);
    installation.clock.advance(10 * MINUTE + 1_000);
    expect((await person.answer(late, smsAnswer(phone, dead))).ok).toBe(false);
  });

  it("R-018: takes a code for nothing but what it was sent for", async () => {
    const first = await person.beginSignIn();
    expectAnswer(await ask(first));
    const code = await readTextedCode(server, phone.number);
    const second = await person.beginSignIn();
    expect(problemOf(await person.answer(second, smsAnswer(phone, code)))).toBe("invalid_code");
    const body = { value: "off" } as const;
    const stepUp = await person.demandStepUp("setSignInSetting", { body });
    const answered = await person.client.call("verifyChallenge", {
      params: { id: stepUp.id },
      body: smsAnswer(phone, code),
    });
    expect(problemOf(answered)).toBe("invalid_code");
    expect((await person.answer(first, smsAnswer(phone, code))).ok).toBe(true);
  });

  it("R-019: ends after five wrong codes, whatever was sent in between", async () => {
    const step = await person.beginSignIn();
    expectAnswer(await ask(step));
    const old = await readTextedCode(server, phone.number);
    const wrong = (tries: number) => String((Number(old) + tries) % 1e6).padStart(6, "0");
    for (const tries of [1, 2, 3, 4]) {
      const answer = await person.answer(step, smsAnswer(phone, wrong(tries)));
      expect(problemOf(answer)).toBe("invalid_code");
    }
    installation.clock.advance(MINUTE);
    expectAnswer(await ask(step));
    expect(problemOf(await person.answer(step, smsAnswer(phone, old)))).toBe("code_expired");
    const newest = await readTextedCode(server, phone.number);
    const fifth = await person.answer(step, smsAnswer(phone, wrong(5)));
    expect(problemOf(fifth)).toBe("invalid_code");
    expect(problemOf(await person.answer(step, smsAnswer(phone, newest)))).toBe("challenge_closed");
  });

  it("R-023: says when another code can be sent", async () => {
    const step = await person.beginSignIn();
    expectAnswer(await ask(step));
    const refused = await ask(step);
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: "too_many_texts", status: 429, retryAfterSeconds: 60 },
    });
  });

  it("calls instead, where that is asked for", async () => {
    const step = await person.beginSignIn();
    expectAnswer(await ask(step, phone, "voice"));
    const [call] = await server.readOutbox();
    expect(call).toMatchObject({ channel: "voice", to: phone.number });
    const code = await readTextedCode(server, phone.number);
    expect((await person.answer(step, smsAnswer(phone, code))).ok).toBe(true);
  });

  it("tells a reloaded page of the code that was sent, so that it asks for no other", async () => {
    const step = await person.beginSignIn();
    const read = async () =>
      expectAnswer(
        await connections
          .client(step.ticket)
          .call("getChallenge", { params: { id: step.challengeId } }),
      );
    expect((await read()).sentCode).toBeUndefined();
    const sent = expectAnswer(await ask(step));
    expect((await read()).sentCode).toEqual({ ...sent, factorId: phone.factorId });
  });
});

describe("changing phones", () => {
  it("R-024: needs the authenticator app once there is one", async () => {
    const other = await signUpPerson(server);
    const { authenticator: app } = await other.addAuthenticator();
    const theirs = await addPhone(server, other, newNumber(), app);
    const removal = { params: { id: theirs.factorId } };
    const challenge = await other.demandStepUp("removeFactor", removal);
    expect(challenge.factors.map(({ kind }) => kind)).toEqual(["totp"]);
    const byText = await other.client.call("sendCode", {
      params: { id: challenge.id },
      body: { factorId: theirs.factorId },
    });
    expect(byText).toMatchObject({ ok: false, problem: { code: "invalid_request" } });
    const proof = await other.prove("removeFactor", removal, app);
    expectAnswer(await other.client.call("removeFactor", { ...removal, proof }));
    await expect
      .poll(async () => (await server.readOutbox()).find(({ to }) => to === theirs.number)?.text)
      .toContain("gets no more codes");
    await expect
      .poll(async () =>
        (await server.readOutbox()).some(
          ({ to, subject }) => to === other.email && subject?.includes("phone was removed"),
        ),
      )
      .toBe(true);
  });

  it("R-006: knows an enrolment of another session or account as little as an unknown one", async () => {
    const other = await signUpPerson(server);
    const theirs = await enrolPhone(other);
    const code = await readTextedCode(server, theirs.number);
    for (const id of [theirs.factorId, "pho_unknown"]) {
      const confirmed = await person.client.call("confirmFactor", {
        params: { id },
        body: { code },
      });
      expect(problemOf(confirmed)).toBe("not_found");
      const resent = await person.client.call("sendEnrolmentCode", { params: { id }, body: {} });
      expect(problemOf(resent)).toBe("not_found");
    }
  });

  it.each([
    "0791234567",
    "+41 79 123 45 67",
    "+4179123456789012",
    "+41791234567;ext=1",
    "+41791111",
    "",
  ])("takes %j for no number, before it asks for a proof", async (number) => {
    const refused = await person.client.call("enrolSms", { body: { phone: number } });
    expect(refused).toMatchObject({ ok: false, problem: { code: "invalid_request" } });
  });

  it.each([
    ["that costs a fortune", "+41900123456", "phone_not_supported"],
    ["of a satellite phone", "+881612345678", "phone_not_supported"],
  ])("R-023: sends nothing to a number %s", async (_, number, code) => {
    const other = await signUpPerson(server);
    const body = { phone: number };
    const before = await countTexts(server);
    const proof = await other.prove("enrolSms", { body });
    expect(problemOf(await other.client.call("enrolSms", { body, proof }))).toBe(code);
    expect(await countTexts(server)).toBe(before);
  });

  it("removes the last way in, and with it the number", async () => {
    const removal = { params: { id: phone.factorId } };
    const challenge = await person.demandStepUp("removeFactor", removal);
    installation.clock.advance(2 * MINUTE);
    expectAnswer(
      await person.client.call("sendCode", {
        params: { id: challenge.id },
        body: { factorId: phone.factorId },
      }),
    );
    const code = await readTextedCode(server, phone.number);
    const approved = expectAnswer(
      await person.client.call("verifyChallenge", {
        params: { id: challenge.id },
        body: smsAnswer(phone, code),
      }),
    );
    person.sessionToken = approved.sessionToken;
    const proof = approved.status === "approved" ? approved.proof : "";
    expectAnswer(await person.client.call("removeFactor", { ...removal, proof }));
    const security = expectAnswer(await person.client.call("getSecurity", {}));
    expect(security).toMatchObject({ twoFactor: "disabled", factors: [], recoveryCodes: null });
  });
});

describe("receipts", () => {
  it.each(["outbox", "nobody", "__proto__"])("of %s are not known here", async (provider) => {
    const answer = await connections.fetch(
      `${server.baseUrl}/api/v1/delivery-receipts/${provider}`,
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "MessageSid=SM1&MessageStatus=delivered",
      },
    );
    expect(answer.status).toBe(404);
  });
});

describe("an account with an app and a phone", () => {
  it("is asked for what was last used in this browser", async () => {
    const other = await signUpPerson(server);
    const { authenticator } = await other.addAuthenticator();
    const theirs = await addPhone(server, other, newNumber(), authenticator);
    const asked = async () => {
      const first = expectAnswer(await other.client.call("signIn", other.passwordSignIn()));
      if (first.status !== "second_step") throw new Error("The password alone signed in");
      const { id: challengeId, defaultFactorId } = first.challenge;
      return { step: { challengeId, ticket: first.ticket ?? "" }, defaultFactorId };
    };
    const { step, defaultFactorId } = await asked();
    expect(defaultFactorId).toBe(theirs.factorId);
    installation.clock.advance(MINUTE);
    const code = totpAnswer(authenticator);
    expect((await other.answer(step, code)).ok).toBe(true);
    expect((await asked()).defaultFactorId).toBe(authenticator.factorId);
  });
});
