import type { Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import type { EdgeInstallation } from "./edge-installation.ts";

export interface EdgeRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it comes from. */
  readonly ip?: string;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A browser on the console: keeps cookies, and says where its requests come from. */
export class EdgeBrowser {
  readonly #installation: EdgeInstallation;
  readonly cookies = new Map<string, string>();
  readonly email: string;

  constructor(installation: EdgeInstallation, email = "ada@example.org") {
    this.#installation = installation;
    this.email = email;
  }

  /** Calls a path below `/api/v1`. */
  async send(method: Method, path: string, { body, headers, ip }: EdgeRequest = {}) {
    const response = await this.#installation.console.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: ip ?? "127.0.0.1",
      headers: {
        host: "localhost:4600",
        "sec-fetch-site": "same-origin",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.cookies.size === 0 ? {} : { cookie: this.cookieHeader() }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Calls a path, and never sees the answer: its cookies are lost as well. */
  async lose(method: Method, path: string, request: EdgeRequest = {}) {
    const held = [...this.cookies];
    const response = await this.send(method, path, request);
    this.cookies.clear();
    for (const [name, value] of held) this.cookies.set(name, value);
    return response;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Signs up with the mailed code; signed in afterwards. */
  async signUp(): Promise<void> {
    const { email } = this;
    await this.send("POST", "/sign-up", { body: { email, password: TEST_PASSWORD } });
    const mail = this.#installation.mails.findLast(({ to }) => to === email);
    const code = /[0-9]{6}/.exec(mail?.text ?? "")?.[0] ?? "";
    expectStatus(await this.send("POST", "/sign-up/verify", { body: { email, code } }), 201);
  }

  /** Sends what needs a proof, answers the challenge with `answer`, and sends it again with the proof. */
  async sendProved(
    method: Method,
    path: string,
    request: EdgeRequest,
    answer: Readonly<Record<string, string>> = { kind: "password", code: TEST_PASSWORD },
  ) {
    const proof = await this.prove(method, path, request, answer);
    return this.send(method, path, { ...request, headers: { "twinlatch-proof": proof } });
  }

  /** Demands the proof of a request and answers for it, without spending it. */
  async prove(
    method: Method,
    path: string,
    request: EdgeRequest,
    answer: Readonly<Record<string, string>> = { kind: "password", code: TEST_PASSWORD },
  ): Promise<string> {
    const demanded = expectStatus(await this.send(method, path, request), 401);
    const { challenge } = demanded.json<Problem>();
    const approved = expectStatus(
      await this.send("POST", `/challenges/${challenge?.id}/verify`, { body: answer }),
      200,
    );
    return approved.json<{ proof: string }>().proof;
  }

  /** Adds the first authenticator; the clock moves on one step, so that the next code is unspent. */
  async addAuthenticator() {
    const enrolled = expectStatus(
      await this.sendProved("POST", "/account/factors/totp", { body: { label: "Phone" } }),
      201,
    ).json<{ factor: { id: string }; secret: string }>();
    const { factor, secret } = enrolled;
    const authenticator = testAuthenticator(this.#installation, factor.id, secret);
    const confirmed = expectStatus(
      await this.send("POST", `/account/factors/${factor.id}/confirm`, {
        body: { code: authenticator.code() },
      }),
      200,
    ).json<{ recoveryCodes: string[] }>();
    this.#installation.clock.advance(30_000);
    const { recoveryCodes } = confirmed;
    /** The answer to a challenge with the code of now. */
    const answer = () => ({ kind: "totp", factorId: factor.id, code: authenticator.code() });
    return { ...authenticator, secret, recoveryCodes, answer };
  }

  /** Signs in with the password. */
  async signIn(password: string = TEST_PASSWORD, request: EdgeRequest = {}) {
    return this.send("POST", "/sign-in", { ...request, body: { email: this.email, password } });
  }
}

/** A response that must have a status, for set-ups. */
export function expectStatus<R extends { readonly statusCode: number; readonly body: string }>(
  response: R,
  status: number,
): R {
  if (response.statusCode !== status) {
    throw new Error(`Expected ${status}, got ${response.statusCode}: ${response.body}`);
  }
  return response;
}
