import { randomUUID } from "node:crypto";
import type { CallOptions, CallResult, Challenge, Client, EndpointName } from "@twinlatch/client";
import { decodeBase32, generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import { type ConnectionOptions, type Connections, openConnections } from "./connections.ts";
import { insist } from "./insist.ts";
import type { ServerClock } from "./server-clock.ts";
import type { OpenServer } from "./start-server.ts";

const PASSWORD = "a sunny walk by the lake";
const STEP_MILLIS = 30_000;

/** An authenticator app in a test's hand. */
export interface Authenticator {
  readonly factorId: string;
  /** Its code now, or so many steps away. */
  code(stepsAway?: number): string;
  /** A number of different well-formed codes, all wrong for every step near now. */
  wrongCodes(count: number): readonly string[];
}

interface Answered<Answer> {
  readonly ok: true;
  readonly answer: Answer;
}

/** The wait between password and second step. */
export interface SecondStep {
  readonly challengeId: string;
  readonly ticket: string;
}

/** Somebody with an account, signed in with a token. Failures of a set-up throw. */
export class Person {
  readonly email: string;
  readonly password = PASSWORD;
  readonly #options: ConnectionOptions;
  #server: OpenServer;
  #connections: Connections;
  sessionToken: string | undefined;
  /** What this client is recognised by; undefined makes it a stranger's. */
  browserToken: string | undefined;

  constructor(server: OpenServer, email: string, options: ConnectionOptions = {}) {
    this.email = email;
    this.#options = { count: 4, ...options };
    this.#server = server;
    this.#connections = openConnections(server.baseUrl, this.#options);
  }

  /** With the session's token, whatever it is by then. */
  get client(): Client {
    return this.#connections.client(() => this.sessionToken);
  }

  /** What goes with a call for the client to be recognised. */
  get recognition(): { readonly browserToken?: string } {
    return this.browserToken === undefined ? {} : { browserToken: this.browserToken };
  }

  /** Goes on with another process of the installation. */
  moveTo(server: OpenServer): void {
    this.#connections.close();
    this.#server = server;
    this.#connections = openConnections(server.baseUrl, this.#options);
  }

  get clock(): ServerClock {
    return this.#server.clock;
  }

  /** Signs up with the code that the server mailed. */
  async signUp(): Promise<void> {
    const { signUpToken, code } = await this.beginSignUp();
    const { email } = this;
    const body = { email, code, signUpToken, session: "token" } as const;
    const verified = expectAnswer(
      await insist(() => this.#anonymous().call("verifySignUp", { body })),
    );
    this.sessionToken = verified.sessionToken;
  }

  /** Asks for an account; returns what the mail and the answer say. */
  async beginSignUp(): Promise<{ readonly signUpToken: string; readonly code: string }> {
    const { email, password } = this;
    const body = { email, password, session: "token" } as const;
    const begun = await insist(() => this.#anonymous().call("signUp", { body }));
    const { signUpToken } = expectAnswer(begun);
    const code = await this.#readMailedCode();
    return { signUpToken: signUpToken ?? "", code };
  }

  /** Signs in with the password as far as the second step. */
  async beginSignIn(client: Client = this.#anonymous()): Promise<SecondStep> {
    const first = expectAnswer(await client.call("signIn", this.passwordSignIn()));
    if (first.status !== "second_step") throw new Error("The password alone signed in");
    return { challengeId: first.challenge.id, ticket: first.ticket ?? "" };
  }

  passwordSignIn(password: string = this.password): CallOptions<"signIn"> {
    const browser = this.recognition;
    return { body: { email: this.email, password, session: "token", ...browser } };
  }

  /** Signs in; with the authenticator's code where the account asks for a second step. */
  async signIn(authenticator?: Authenticator): Promise<void> {
    const first = expectAnswer(await this.#anonymous().call("signIn", this.passwordSignIn()));
    if (first.status === "signed_in") {
      this.sessionToken = first.sessionToken;
      return;
    }
    if (authenticator === undefined) throw new Error("A second step is needed");
    const step = { challengeId: first.challenge.id, ticket: first.ticket ?? "" };
    const second = expectAnswer(await this.answer(step, totpAnswer(authenticator)));
    this.sessionToken = second.sessionToken;
    if ("browserToken" in second) this.browserToken = second.browserToken;
  }

  /** Answers a second step; a stranger's client stays one. */
  answer(
    step: SecondStep,
    body: CallOptions<"verifyChallenge">["body"],
    connections: Connections = this.#connections,
  ): Promise<CallResult<"verifyChallenge">> {
    const params = { id: step.challengeId };
    const options = { params, body: { ...this.recognition, ...body } };
    return connections.client(step.ticket).call("verifyChallenge", options);
  }

  /**
   * Calls what needs a fresh proof, answers the step-up with the authenticator, or else the password,
   * and returns the proof without spending it.
   */
  async prove<Name extends EndpointName>(
    name: Name,
    options: CallOptions<Name>,
    authenticator?: Authenticator,
  ): Promise<string> {
    const challenge = await this.demandStepUp(name, options);
    const body =
      authenticator === undefined
        ? ({ kind: "password", code: this.password } as const)
        : { ...totpAnswer(authenticator), ...this.recognition };
    const params = { id: challenge.id };
    const approved = expectAnswer(
      await insist(() => this.client.call("verifyChallenge", { params, body })),
    );
    this.sessionToken = approved.sessionToken ?? this.sessionToken;
    if (approved.status !== "approved") throw new Error("The step-up signed in");
    return approved.proof;
  }

  /** Calls what needs a fresh proof without one; returns the challenge that would give it. */
  async demandStepUp<Name extends EndpointName>(
    name: Name,
    options: CallOptions<Name>,
  ): Promise<Challenge> {
    const result = await insist(() => this.client.call(name, options));
    const problem = result.ok ? undefined : result.problem;
    const challenge = problem && "challenge" in problem ? problem.challenge : undefined;
    if (challenge === undefined) {
      throw new Error(`${name} opened no step-up: ${problem?.code ?? "it needs none"}`);
    }
    return challenge;
  }

  /** Begins an enrolment, proved with an authenticator or else the password. */
  async enrol(label = "Phone", proving?: Authenticator): Promise<Authenticator & { uri: string }> {
    const options = { body: { label } };
    const proof = await this.prove("enrolTotp", options, proving);
    const enrolled = expectAnswer(
      await insist(() => this.client.call("enrolTotp", { ...options, proof })),
    );
    const authenticator = authenticatorOf(this.clock, enrolled.factor.id, enrolled.secret);
    return { ...authenticator, uri: enrolled.uri };
  }

  /** Enrols and confirms; the clock moves on one step, so that the next code is unspent. */
  async addAuthenticator(
    label = "Phone",
    proving?: Authenticator,
  ): Promise<{ authenticator: Authenticator; recoveryCodes: readonly string[] }> {
    const authenticator = await this.enrol(label, proving);
    const confirmed = expectAnswer(
      await insist(() =>
        this.client.call("confirmFactor", {
          params: { id: authenticator.factorId },
          body: { code: authenticator.code() },
        }),
      ),
    );
    this.sessionToken = confirmed.sessionToken ?? this.sessionToken;
    this.browserToken = confirmed.browserToken ?? this.browserToken;
    this.clock.advance(STEP_MILLIS);
    return { authenticator, recoveryCodes: confirmed.recoveryCodes ?? [] };
  }

  close(): void {
    this.#connections.close();
  }

  #anonymous(): Client {
    return this.#connections.client();
  }

  async #readMailedCode(): Promise<string> {
    const mail = (await this.#server.readOutbox()).find(({ to }) => to === this.email);
    const [code] = /\b[0-9]{6}\b/.exec(mail?.text ?? "") ?? [];
    if (code === undefined) throw new Error(`No code was mailed to ${this.email}`);
    return code;
  }
}

/** Signs up somebody whose address nobody else has. */
export async function signUpPerson(
  server: OpenServer,
  options?: ConnectionOptions,
): Promise<Person> {
  const person = new Person(server, `${randomUUID()}@example.org`, options);
  await person.signUp();
  return person;
}

/** The answer to a challenge with an authenticator's code. */
export function totpAnswer(authenticator: Authenticator, code: string = authenticator.code()) {
  return { kind: "totp", factorId: authenticator.factorId, code } as const;
}

/** The answer of a call that must succeed. */
export function expectAnswer<Answer>(
  result: Answered<Answer> | Extract<CallResult<EndpointName>, { ok: false }> | undefined,
): Answer {
  if (result === undefined) throw new Error("There is no answer");
  if (result.ok) return result.answer;
  throw new Error(`Refused: ${JSON.stringify(result.problem)}`);
}

/** Why a call was refused; `undefined` when it was not. */
export function problemOf(result: CallResult<EndpointName>): string | undefined {
  return result.ok ? undefined : result.problem.code;
}

/** The authenticator app that holds a secret just shown. */
export function authenticatorOf(
  clock: ServerClock,
  factorId: string,
  base32: string,
): Authenticator {
  const secret = decodeBase32(base32);
  if (secret === undefined) throw new Error("The set-up key is no Base32");
  const code = (stepsAway = 0) =>
    generateTotp(nodeHmac, { secret, nowMillis: clock.nowMillis() + stepsAway * STEP_MILLIS });
  return {
    factorId,
    code,
    wrongCodes(count) {
      const right = new Set([-3, -2, -1, 0, 1, 2, 3].map(code));
      const codes = Array.from({ length: count + right.size }, (_, n) =>
        String(n).padStart(6, "0"),
      );
      return codes.filter((each) => !right.has(each)).slice(0, count);
    },
  };
}
