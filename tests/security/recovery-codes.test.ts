import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAnswer, type Person, problemOf, signUpPerson } from "../harness/person.ts";
import { type RunningServer, startServer } from "../harness/start-server.ts";

const CODE = /[1-8](?:-[0-9A-HJKMNP-TV-Z]{4}){4}/g;

let server: RunningServer;
const people: Person[] = [];

beforeAll(async () => {
  server = await startServer({ storage: "sqlite" });
});
afterAll(async () => {
  for (const person of people) person.close();
  await server?.stop();
});

async function newPerson(): Promise<Person> {
  const person = await signUpPerson(server);
  people.push(person);
  return person;
}

describe("recovery codes", () => {
  it("R-026: are made for no session that the password alone began", async () => {
    const ada = await newPerson();
    expect(problemOf(await ada.client.call("regenerateRecoveryCodes", {}))).toBe("no_factor");
    const { authenticator, recoveryCodes } = await ada.addAuthenticator();
    // Two-factor authentication off, and a session of the password alone.
    const off = { body: { value: "off" } } as const;
    const proof = await ada.prove("setSignInSetting", off, authenticator);
    expectAnswer(await ada.client.call("setSignInSetting", { ...off, proof }));
    await ada.signIn();
    const challenge = await ada.demandStepUp("regenerateRecoveryCodes", {});
    expect(challenge.factors.map(({ kind }) => kind)).toEqual(["totp"]);
    const params = { id: challenge.id };
    const body = { kind: "password", code: ada.password } as const;
    const answered = await ada.client.call("verifyChallenge", { params, body });
    expect(problemOf(answered)).toBe("invalid_request");
    const withCode = { kind: "recovery_code", code: recoveryCodes[0] ?? "" } as const;
    const tried = await ada.client.call("verifyChallenge", { params, body: withCode });
    expect(problemOf(tried)).toBe("invalid_request");
  });

  it("R-026: are shown once: no second confirmation and no other answer shows them again", async () => {
    const ada = await newPerson();
    const authenticator = await ada.enrol();
    const confirmation = {
      params: { id: authenticator.factorId },
      body: { code: authenticator.code() },
    };
    const first = expectAnswer(await ada.client.call("confirmFactor", confirmation));
    ada.sessionToken = first.sessionToken ?? ada.sessionToken;
    expect(first.recoveryCodes).toHaveLength(8);
    expect(problemOf(await ada.client.call("confirmFactor", confirmation))).toBe(
      "challenge_closed",
    );
    const shown = [
      await ada.client.call("getSecurity", {}),
      await ada.client.call("getSession", {}),
      await ada.client.call("listSessions", {}),
      await ada.client.call("getReplacement", {}),
      await ada.client.call("listFactorInvitations", {}),
      await ada.client.call("acknowledgeRecoveryCodes", {}),
    ];
    expect(JSON.stringify(shown).match(CODE)).toBeNull();
  });

  it("R-026: a set that nobody said was saved stays flagged, and a new one is flagged again", async () => {
    const ada = await newPerson();
    const { authenticator } = await ada.addAuthenticator();
    const acknowledgedAt = async () =>
      expectAnswer(await ada.client.call("getSecurity", {})).recoveryCodes?.acknowledgedAt;
    expect(await acknowledgedAt()).toBeNull();
    await ada.client.call("acknowledgeRecoveryCodes", {});
    expect(await acknowledgedAt()).not.toBeNull();
    const proof = await ada.prove("regenerateRecoveryCodes", {}, authenticator);
    const made = expectAnswer(await ada.client.call("regenerateRecoveryCodes", { proof }));
    expect(made.recoveryCodes).toHaveLength(8);
    expect(await acknowledgedAt()).toBeNull();
    const again = await ada.client.call("regenerateRecoveryCodes", { proof });
    expect(problemOf(again)).toBe("step_up_required");
  });

  it("R-031: a session begun with one suspends and enrols, and gets 403 for all else", async () => {
    const ada = await newPerson();
    const { authenticator, recoveryCodes } = await ada.addAuthenticator();
    const step = await ada.beginSignIn();
    const answer = { kind: "recovery_code", code: recoveryCodes[0] ?? "" } as const;
    ada.sessionToken = expectAnswer(await ada.answer(step, answer)).sessionToken;
    const params = { id: authenticator.factorId };
    const refused = [
      await ada.client.call("removeFactor", { params }),
      await ada.client.call("resumeFactor", { params }),
      await ada.client.call("regenerateRecoveryCodes", {}),
      await ada.client.call("setSignInSetting", { body: { value: "off" } }),
      await ada.client.call("createFactorInvitation", {}),
      await ada.client.call("requestReplacement", { body: { factorId: params.id } }),
    ];
    expect(refused.map(problemOf)).toEqual([
      "recovery_session",
      // It is not suspended yet.
      "not_found",
      ...Array.from({ length: 4 }, () => "recovery_session"),
    ]);
    expect(problemOf(await ada.client.call("suspendFactor", { params }))).toBeUndefined();
    expect(problemOf(await ada.client.call("resumeFactor", { params }))).toBe("recovery_session");
    expectAnswer(await ada.client.call("enrolTotp", { body: {} }));
  });
});
