import { rightAnswer } from "../http/bench-context.ts";
import { startFloors } from "../http/floors.ts";
import { writeRequest } from "../http/load.ts";
import { PASSWORD, type PreparedAccount, prepareAccounts } from "../http/prepare-accounts.ts";
import { installationFiles, startServerUnderTest } from "../http/server-under-test.ts";
import { type Contender, jsonOf } from "./contender.ts";

/** Starts our server, as an operator would run it, with so many accounts that wait to sign in. */
export async function startOwn(
  folder: string,
  accounts: number,
): Promise<Contender<PreparedAccount>> {
  const files = installationFiles(folder);
  const prepared = await prepareAccounts(files, accounts);
  const waiting = [...prepared.accounts];
  const server = await startServerUnderTest(files);
  const floors = startFloors();
  const { port } = server;
  const request = (method: string, path: string, token?: string, body?: object) =>
    writeRequest({
      method,
      path: `/api/v1${path}`,
      port,
      ...(token === undefined ? {} : { token }),
      body,
    });
  const sessionCheck = (answer: string) =>
    request("GET", "/session", readField(answer, "sessionToken"));
  return {
    name: "Twinlatch",
    port,
    takeAccounts(count) {
      if (waiting.length < count) throw new Error("Too few accounts were prepared");
      return waiting.splice(0, count);
    },
    passwordStep: ({ email }) =>
      request("POST", "/sign-in", undefined, { email, password: PASSWORD, session: "token" }),
    secondStep(account, answer, code) {
      const { id, ticket } = readSecondStep(answer);
      const body = { ...rightAnswer(account), ...(code === undefined ? {} : { code }) };
      return request("POST", `/challenges/${id}/verify`, ticket, body);
    },
    code: (account) => rightAnswer(account).code,
    sessionCheck,
    sessionLookup: sessionCheck,
    isEvaluated: (answer) => answer.includes('"invalid_code"'),
    cpuMillis: () => server.cpuMillis(),
    hashCpuMillis: (count, concurrency) => floors.argon2CpuMillis(count, concurrency),
    async stop() {
      floors.stop();
      await server.stop();
    },
  };
}

function readSecondStep(answer: string): { readonly id: string; readonly ticket: string } {
  const [, id = ""] = /"challenge":\{"id":"(\w+)"/.exec(JSON.stringify(jsonOf(answer))) ?? [];
  return { id, ticket: readField(answer, "ticket") };
}

function readField(answer: string, name: string): string {
  const [, value] = new RegExp(`"${name}":"([^"]+)"`).exec(answer) ?? [];
  if (value === undefined) throw new Error(`There is no ${name} in the answer`);
  return value;
}
