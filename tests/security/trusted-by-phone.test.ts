import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connections, openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import { expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
import {
  askForCode,
  newNumber,
  type Phone,
  protectByPhone,
  proveByPhone,
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
  const options = { body: { value: "once_per_device" } } as const;
  const proof = await proveByPhone(server, person, phone, { name: "setSignInSetting", options });
  expectAnswer(await person.client.call("setSignInSetting", { ...options, proof }));
  installation.clock.advance(5 * MINUTE);
});
afterAll(async () => {
  connections?.close();
  await installation?.stop();
});

/** Signs in with a texted code and trusts the device; returns what it holds from then on. */
async function trust(): Promise<string> {
  const step = await person.beginSignIn();
  expectAnswer(await askForCode(connections, step, phone));
  const code = await readTextedCode(server, phone.number);
  const answer = { ...smsAnswer(phone, code), trustDevice: true };
  const done = expectAnswer(await person.answer(step, answer));
  installation.clock.advance(5 * MINUTE);
  return "deviceToken" in done ? (done.deviceToken ?? "") : "";
}

async function signInWith(deviceToken: string) {
  const { body } = person.passwordSignIn();
  return expectAnswer(
    await connections.client().call("signIn", { body: { ...body, deviceToken } }),
  );
}

describe("a device that was trusted with a texted code", () => {
  it("R-051: signs in with the password alone, which is one factor", async () => {
    const signedIn = await signInWith(await trust());
    expect(signedIn).toMatchObject({ status: "signed_in", trustedDevice: true });
    person.sessionToken = "sessionToken" in signedIn ? signedIn.sessionToken : undefined;
    const session = expectAnswer(await person.client.call("getSession", {}));
    expect(session).toMatchObject({
      amr: ["pwd", "trusted_device"],
      acr: "urn:twinlatch:acr:aal1",
    });
  });

  it("R-008: is forgotten where adding a phone is to sign out all others", async () => {
    const deviceToken = await trust();
    const options = { body: { phone: newNumber() } };
    const proof = await proveByPhone(server, person, phone, { name: "enrolSms", options });
    const enrolled = expectAnswer(await person.client.call("enrolSms", { ...options, proof }));
    const code = await readTextedCode(server, options.body.phone);
    const params = { id: enrolled.factor.id };
    const body = { code, endOtherSessions: true };
    expectAnswer(await person.client.call("confirmFactor", { params, body }));
    expect(await signInWith(deviceToken)).toMatchObject({ status: "second_step" });
  });

  it("R-059: is forgotten when the phone is removed", async () => {
    const deviceToken = await trust();
    expect(await signInWith(deviceToken)).toMatchObject({ trustedDevice: true });
    const options = { params: { id: phone.factorId } };
    const proof = await proveByPhone(server, person, phone, { name: "removeFactor", options });
    expectAnswer(await person.client.call("removeFactor", { ...options, proof }));
    const listed = expectAnswer(await person.client.call("listTrustedDevices", {}));
    expect(listed.trustedDevices).toEqual([]);
  });
});
