import type { CallOptions, CallResult, EndpointName } from "@twinlatch/client";
import type { Connections } from "./connections.ts";
import { type Authenticator, expectAnswer, type Person, type SecondStep } from "./person.ts";
import type { OpenServer } from "./start-server.ts";

/** A telephone in a test's hand. */
export interface Phone {
  readonly factorId: string;
  readonly number: string;
}

let numbers = 0;

/** A mobile number that no test has texted. Its neighbours differ in their last four digits. */
export function newNumber(): string {
  numbers += 1;
  return `+4179${String(2_000_000 + numbers)}`;
}

/** The code that was last texted to a number, or read out there. */
export async function readTextedCode(server: OpenServer, number: string): Promise<string> {
  const message = (await server.readOutbox()).find(({ to }) => to === number);
  const [code] = /[0-9]{6}/.exec(message?.text.replaceAll(/[, ]/g, "") ?? "") ?? [];
  if (code === undefined) throw new Error(`No code was texted to ${number}`);
  return code;
}

/** How many texts and calls went to a number. */
export async function countTexts(server: OpenServer, number?: string): Promise<number> {
  const messages = await server.readOutbox();
  return messages.filter(
    ({ channel, to }) => channel !== "email" && (number === undefined || to === number),
  ).length;
}

/** Begins to add a phone, proved with an authenticator or else the password. */
export async function enrolPhone(
  person: Person,
  number: string = newNumber(),
  proving?: Authenticator,
): Promise<Phone> {
  const options = { body: { phone: number } };
  const proof = await person.prove("enrolSms", options, proving);
  const enrolled = expectAnswer(await person.client.call("enrolSms", { ...options, proof }));
  return { factorId: enrolled.factor.id, number };
}

/** Adds a phone, and lets the pause after its text go by. */
export async function addPhone(
  server: OpenServer,
  person: Person,
  number?: string,
  proving?: Authenticator,
): Promise<Phone & { readonly recoveryCodes: readonly string[] }> {
  const phone = await enrolPhone(person, number, proving);
  return { ...phone, recoveryCodes: await confirmPhone(server, person, phone) };
}

/** Proves a phone with the code it was texted, and lets the pause after the text go by. */
export async function confirmPhone(
  server: OpenServer,
  person: Person,
  { factorId, number }: Phone,
): Promise<readonly string[]> {
  const code = await readTextedCode(server, number);
  const confirmed = expectAnswer(
    await person.client.call("confirmFactor", { params: { id: factorId }, body: { code } }),
  );
  person.sessionToken = confirmed.sessionToken ?? person.sessionToken;
  person.browserToken = confirmed.browserToken ?? person.browserToken;
  person.clock.advance(30_000);
  return confirmed.recoveryCodes ?? [];
}

/** Adds a phone and asks for a second step at every sign-in. */
export async function protectByPhone(server: OpenServer, person: Person): Promise<Phone> {
  const phone = await addPhone(server, person);
  const body = { value: "every_time" } as const;
  expectAnswer(await person.client.call("setSignInSetting", { body }));
  return phone;
}

/** Asks for a code for the second step. */
export function askForCode(
  connections: Connections,
  { challengeId, ticket }: SecondStep,
  { factorId }: Pick<Phone, "factorId">,
  channel?: "sms" | "voice",
): Promise<CallResult<"sendCode">> {
  const body = { factorId, ...(channel && { channel }) };
  return connections.client(ticket).call("sendCode", { params: { id: challengeId }, body });
}

/** The answer to a challenge with a texted code. */
export function smsAnswer({ factorId }: Pick<Phone, "factorId">, code: string) {
  return { kind: "sms", factorId, code } as const;
}

/** Gives the proof that a call needs with a code texted to a phone, without spending it. */
export async function proveByPhone<Name extends EndpointName>(
  server: OpenServer,
  person: Person,
  phone: Phone,
  call: { readonly name: Name; readonly options: CallOptions<Name> },
): Promise<string> {
  const { id } = await person.demandStepUp(call.name, call.options);
  const body = { factorId: phone.factorId };
  expectAnswer(await person.client.call("sendCode", { params: { id }, body }));
  const answer = smsAnswer(phone, await readTextedCode(server, phone.number));
  const approved = expectAnswer(
    await person.client.call("verifyChallenge", { params: { id }, body: answer }),
  );
  person.sessionToken = approved.sessionToken ?? person.sessionToken;
  if (approved.status !== "approved") throw new Error("The step-up signed in");
  return approved.proof;
}
