import { setTimeout as wait } from "node:timers/promises";
import { type Client, createClient } from "@twinlatch/client";
import { decodeBase32, generateTotp } from "@twinlatch/otp";
import { nodeHmac } from "@twinlatch/platform-node";
import type { EdgeInstallation } from "../security/edge-installation.ts";
import { ReferenceModel } from "./reference-model.ts";
import {
  type Account,
  type Challenge,
  type Factor,
  type Holder,
  newAccount,
  type Outcome,
  type Proof,
  type RecoveryCodes,
  type Session,
} from "./reference-state.ts";

const STEP_MILLIS = 30_000;
const MAX_TRIES = 30;
const RETRY_MILLIS = 500;
let worlds = 0;

type Result =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly problem: { readonly code: string } };

/** The server under test beside the reference model, and everything that ever came up in a sequence. */
export class World {
  readonly model = new ReferenceModel();
  readonly accounts: readonly Account[];
  // What is over stays here: it is what replays are made of.
  readonly sessions: Session[] = [];
  readonly challenges: Challenge[] = [];
  readonly factors: Factor[] = [];
  readonly proofs: Proof[] = [];
  readonly codes: RecoveryCodes[] = [];
  readonly #installation: EdgeInstallation;

  constructor(installation: EdgeInstallation) {
    this.#installation = installation;
    worlds += 1;
    this.accounts = [1, 2, 3].map((n) => newAccount(`user-${n}.${worlds}@example.org`));
    this.model.nowMillis = installation.clock.nowMillis();
    // Limits by address are no business of this model.
    installation.advanceAddressClock(60_000);
  }

  advance(millis: number): void {
    this.#installation.clock.advance(millis);
    this.model.nowMillis = this.#installation.clock.nowMillis();
  }

  get step(): number {
    return Math.floor(this.model.nowMillis / STEP_MILLIS);
  }

  /** The code that was mailed last to an account, or one that nobody was mailed. */
  mailedCode({ email }: Account): string {
    const mail = this.#installation.mails.findLast(({ to }) => to === email);
    return /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "000000";
  }

  /** Asks for the id of a session, if it is open still: nobody is told it when it begins. */
  async learnId(session: Session): Promise<void> {
    const result = await this.client({ session }).call("listSessions", {});
    this.settle(result, { session }, () => ({ code: "ok" }));
    if (!result.ok) return;
    session.id = result.answer.sessions.find(({ isCurrent }) => isCurrent)?.id ?? "";
  }

  /** A client that holds what the holder holds. */
  client(holder: Holder = {}): Client {
    const { session, isStale, ticketOf } = holder;
    const token = session?.tokens.at(isStale ? -2 : -1) ?? ticketOf?.ticket;
    return createClient({
      baseUrl: "",
      fetch: (url, init) => this.#inject(url, init),
      ...(token === undefined ? {} : { token: () => token }),
    });
  }

  /**
   * Compares one call with what the model says, which is asked only if the holder gets as far as the route.
   * What was made gets the ids and tokens of the answer. With a retired password a session gets nowhere but
   * where `isForRetired` says so.
   */
  settle(
    result: Result,
    holder: Holder,
    predict: () => Outcome<object>,
    isForRetired = false,
  ): void {
    const isRetired = !isForRetired && holder.session?.account.isRetired === true;
    const admitted = isRetired ? () => ({ code: "password_retired" }) : predict;
    const expected = this.model.admits(holder) ? admitted() : { code: "not_signed_in" };
    this.compare(result.ok ? "ok" : result.problem.code, expected.code);
    this.#adopt(JSON.stringify(result.ok ? result.answer : result.problem), {
      ...expected,
      renewed: holder.session,
    });
  }

  /** @throws Error where the server and the model differ */
  compare(actual: unknown, expected: unknown): void {
    const [server, model] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (server !== model) throw new Error(`The server says ${server}, the model ${model}`);
  }

  #adopt(answer: string, made: Made): void {
    const read = (name: string) => new RegExp(`"${name}":"([^"]+)"`).exec(answer)?.[1];
    const challenge = made.challenge ?? made.demanded;
    if (challenge !== undefined) {
      challenge.id = /"challenge":\{"id":"(\w+)"/.exec(answer)?.[1] ?? "";
      challenge.ticket = read("ticket");
      this.challenges.push(challenge);
    }
    if (made.session !== undefined) this.sessions.push(made.session);
    if (made.proof !== undefined) {
      made.proof.token = read("proof") ?? "";
      this.proofs.push(made.proof);
    }
    if (made.factor !== undefined) {
      made.factor.id = /"factor":\{"id":"(\w+)"/.exec(answer)?.[1] ?? "";
      made.factor.code = codesOf(read("secret") ?? "");
      this.factors.push(made.factor);
    }
    const shown = /"recoveryCodes":(\[[^\]]*\])/.exec(answer)?.[1];
    if ((shown !== undefined) !== (made.codes !== undefined)) {
      throw new Error(`The server ${shown ? "shows" : "does not show"} recovery codes`);
    }
    if (made.codes !== undefined) {
      made.codes.texts = JSON.parse(shown ?? "[]");
      this.codes.push(made.codes);
    }
    const token = read("sessionToken");
    if (token !== undefined) (made.session ?? made.renewed)?.tokens.push(token);
  }

  async #inject(url: unknown, init: RequestInit | undefined): Promise<Response> {
    if (typeof url !== "string") throw new TypeError("The client calls URLs as text");
    const call = {
      method: methodOf(init?.method),
      url,
      headers: { host: "localhost:4600", ...Object.fromEntries(new Headers(init?.headers)) },
      ...(typeof init?.body === "string" ? { payload: init.body } : {}),
    };
    let response = await this.#installation.console.inject(call);
    // A busy machine: the server sheds load and nothing was changed, so the same call is made again.
    for (let tries = 0; response.statusCode === 503 && tries < MAX_TRIES; tries += 1) {
      await wait(RETRY_MILLIS);
      response = await this.#installation.console.inject(call);
    }
    const { statusCode: status, payload } = response;
    return new Response(status === 204 ? null : payload, { status });
  }
}

/** What a call can bring forth; `renewed` is the session that has a new token by it. */
interface Made {
  readonly code: string;
  readonly session?: Session;
  readonly renewed?: Session | undefined;
  readonly challenge?: Challenge;
  readonly demanded?: Challenge;
  readonly factor?: Factor;
  readonly proof?: Proof;
  readonly codes?: RecoveryCodes | undefined;
}

function methodOf(method = "GET"): "GET" | "POST" | "PUT" | "PATCH" | "DELETE" {
  const known = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).find(
    (each) => each === method,
  );
  if (known === undefined) throw new Error(`No route has ${method}`);
  return known;
}

function codesOf(base32: string): (step: number) => string {
  const secret = decodeBase32(base32);
  if (secret === undefined) throw new Error("The set-up key is no Base32");
  return (step) => generateTotp(nodeHmac, { secret, nowMillis: step * STEP_MILLIS });
}
