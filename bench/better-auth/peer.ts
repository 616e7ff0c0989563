import { startCompanion } from "../http/companion.ts";
import { writeRequest } from "../http/load.ts";
import { PASSWORD } from "../http/prepare-accounts.ts";
import { type Contender, cookiesOf } from "./contender.ts";
import { type PeerAccount, totpOf } from "./enable-two-factor.ts";
import type { PeerQuestion, StartedPeer } from "./peer-process.ts";

/** Starts better-auth with so many accounts that wait to sign in. */
export async function startPeer(folder: string, accounts: number): Promise<Contender<PeerAccount>> {
  const companion = startCompanion<PeerQuestion, StartedPeer | number>(
    "../better-auth/peer-process.ts",
    { NODE_ENV: "production" },
  );
  const started = await companion.ask({ kind: "start", folder, accounts });
  if (typeof started === "number") throw new Error("better-auth did not start");
  const { port } = started;
  const askNumber = async (question: PeerQuestion) => Number(await companion.ask(question));
  const waiting = [...started.accounts];
  const request = (method: string, path: string, cookie: string, body?: object) =>
    writeRequest({
      method,
      path: `/api/auth${path}`,
      port,
      // What a browser sends; without an origin it refuses requests that carry cookies.
      headers: { origin: `http://127.0.0.1:${port}`, ...(cookie === "" ? {} : { cookie }) },
      body,
    });
  return {
    name: "better-auth",
    port,
    takeAccounts(count) {
      if (waiting.length < count) throw new Error("Too few accounts were prepared");
      return waiting.splice(0, count);
    },
    passwordStep: ({ email }) =>
      request("POST", "/sign-in/email", "", { email, password: PASSWORD }),
    secondStep: (account, answer, code = totpOf(account.base32)) =>
      request("POST", "/two-factor/verify-totp", liveCookies(answer), { code }),
    code: ({ base32 }) => totpOf(base32),
    sessionCheck: (answer) => request("GET", "/get-session", liveCookies(answer)),
    sessionLookup: (answer) =>
      request("GET", "/get-session?disableCookieCache=true", liveCookies(answer)),
    isEvaluated: (answer) => answer.includes('"INVALID_CODE"'),
    cpuMillis: () => askNumber({ kind: "cpuMillis" }),
    hashCpuMillis: (count, concurrency) => askNumber({ kind: "hashPasswords", count, concurrency }),
    async stop() {
      companion.stop();
    },
  };
}

/** Without those that the answer takes away by leaving them empty. */
function liveCookies(answer: string): string {
  const pairs = cookiesOf(answer).split("; ");
  return pairs.filter((pair) => !pair.endsWith("=")).join("; ");
}
