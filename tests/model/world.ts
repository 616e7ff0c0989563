import { setTimeout as wait } from "node:timers/promises";
import { type Client, createClient } from "@twinlatch/client";
import type { EdgeInstallation } from "../security/edge-installation.ts";
import { adopt } from "./adopt.ts";
import type { Call } from "./call.ts";
import { ReferenceModel } from "./reference-model.ts";
import type {
  Addition,
  BreakGlass,
  Challenge,
  Device,
  Email,
  Factor,
  Holder,
  Invitation,
  Made,
  Proof,
  RecoveryCodes,
  Replacement,
  Reset,
  Session,
  SignUp,
  TextedCode,
} from "./reference-state.ts";

const STEP_MILLIS = 30_000;
const MAX_TRIES = 30;
const RETRY_MILLIS = 500;
let worlds = 0;

/** How often each call was answered how. */
export type Coverage = Map<string, Map<string, number>>;

/** The server under test beside the reference model, and everything that ever came up in a sequence. */
export class World {
  readonly model = new ReferenceModel();
  readonly installation: EdgeInstallation;
  /** Of three people, and two more that they can add. */
  readonly addresses: readonly string[];
  /** Of telephones that any of them can add. */
  readonly numbers: readonly string[];
  // What is over stays here: it is what replays are made of.
  readonly sessions: Session[] = [];
  readonly challenges: Challenge[] = [];
  readonly factors: Factor[] = [];
  readonly proofs: Proof[] = [];
  readonly codes: RecoveryCodes[] = [];
  readonly breakGlasses: BreakGlass[] = [];
  readonly signUps: SignUp[] = [];
  readonly additions: Addition[] = [];
  readonly emails: Email[] = [];
  readonly resets: Reset[] = [];
  readonly invitations: Invitation[] = [];
  readonly replacements: Replacement[] = [];
  readonly devices: Device[] = [];
  readonly texts: TextedCode[] = [];
  readonly #coverage: Coverage;

  constructor(installation: EdgeInstallation, coverage: Coverage) {
    this.installation = installation;
    this.#coverage = coverage;
    worlds += 1;
    this.addresses = [1, 2, 3, 4, 5].map((n) => `user-${n}.${worlds}@example.org`);
    // Neighbours of nobody else: their prefix is judged by these people alone.
    const block = String(worlds % 1000).padStart(3, "0");
    const place = String(Math.floor(worlds / 1000)).padStart(3, "0");
    this.numbers = [1, 2, 3].map((n) => `+4179${block}${place}${n}`);
    this.model.nowMillis = installation.clock.nowMillis();
    // Limits by address are no business of this model.
    installation.advanceAddressClock(60_000);
  }

  advance(millis: number): void {
    this.installation.clock.advance(millis);
    this.model.nowMillis = this.installation.clock.nowMillis();
  }

  get step(): number {
    return Math.floor(this.model.nowMillis / STEP_MILLIS);
  }

  /**
   * Makes one call, of the server and of the model, and compares. What came of it gets the ids and tokens of
   * the answer.
   *
   * @throws Error where the two differ
   */
  async make(call: Call, proof?: Proof): Promise<Made & { readonly code: string }> {
    const { holder, act } = call;
    const { installation } = this;
    const { mails, texts } = installation;
    const before = { mails: mails.length, texts: texts.length };
    const sent = await call.send(this.#client(holder), proof);
    const made = this.model.answer(holder, act, proof, call.rule);
    compare(sent.code, made.code);
    if ("shows" in made) compare(sent.shows, made.shows);
    const mailed = mails.slice(before.mails).map(({ text }) => text);
    compare(mailed.length, made.isMailed === true ? 1 : 0);
    const texted = texts.slice(before.texts).flatMap(({ text }) => codesIn(text));
    compare(texted.length, made.sent === undefined ? 0 : 1);
    const delivered = { mail: mailed[0] ?? "", texted: texted[0] ?? "" };
    adopt(this, { ...made, renewed: holder.session }, sent.answer, delivered);
    this.#count(act.name, made.code);
    return made;
  }

  #count(name: string, code: string): void {
    const answers = this.#coverage.get(name) ?? new Map<string, number>();
    this.#coverage.set(name, answers.set(code, (answers.get(code) ?? 0) + 1));
  }

  /** A client that holds what the holder holds: one token, or the cookies of a browser. */
  #client({ session, isStale, ticketOf, replacement }: Holder): Client {
    const ticket = ticketOf?.ticket;
    const token = session?.tokens.at(isStale ? -2 : -1) ?? ticket;
    const isBrowser = replacement !== undefined && ticket !== undefined;
    const cookie = `${COOKIE}_ticket=${ticket}; ${COOKIE}_replacement=${replacement?.token}`;
    return createClient({
      baseUrl: "",
      fetch: (url, init) => this.#inject(url, init, isBrowser ? { cookie } : {}),
      ...(token === undefined || isBrowser ? {} : { token: () => token }),
    });
  }

  async #inject(
    url: unknown,
    init: RequestInit | undefined,
    cookies: Readonly<Record<string, string>>,
  ): Promise<Response> {
    if (typeof url !== "string") throw new TypeError("The client calls URLs as text");
    const own = { host: "localhost:4600", ...cookies };
    const call = {
      method: methodOf(init?.method),
      url,
      headers: { ...own, ...Object.fromEntries(new Headers(init?.headers)) },
      ...(typeof init?.body === "string" ? { payload: init.body } : {}),
    };
    let response = await this.installation.console.inject(call);
    // A busy machine: the server sheds load and nothing was changed, so the same call is made again.
    for (let tries = 0; response.statusCode === 503 && tries < MAX_TRIES; tries += 1) {
      await wait(RETRY_MILLIS);
      response = await this.installation.console.inject(call);
    }
    const { statusCode: status, payload } = response;
    return new Response(status === 204 ? null : payload, { status });
  }
}

const COOKIE = "__Host-twinlatch";

/** A text names its code twice; the one to a phone that was removed has none, and may come a little later. */
function codesIn(text: string): readonly string[] {
  return /[0-9]{6}/.exec(text.replaceAll(", ", ""))?.slice(0, 1) ?? [];
}

function compare(actual: unknown, expected: unknown): void {
  const [server, model] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (server !== model) throw new Error(`The server says ${server}, the model ${model}`);
}

function methodOf(method = "GET"): "GET" | "POST" | "PUT" | "PATCH" | "DELETE" {
  const known = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).find(
    (each) => each === method,
  );
  if (known === undefined) throw new Error(`No route has ${method}`);
  return known;
}
