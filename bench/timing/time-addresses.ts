import { type Connections, openConnections } from "../../tests/harness/connections.ts";
import { startServer } from "../../tests/harness/start-server.ts";
import { prepareAccounts } from "../http/prepare-accounts.ts";
import { installationFiles } from "../http/server-under-test.ts";
import { takeInTurns } from "./take-in-turns.ts";
import { compareClasses, type Difference } from "./welch.ts";

const KNOWN = "known";
const UNKNOWN = "unknown";

/** Requests from so many addresses, so that the limit by address never speaks. */
const SOURCES = 100;

interface Question {
  readonly path: string;
  readonly body: (email: string) => object;
}

/** What asks for an account without being signed in. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  "sign-in": {
    path: "/api/v1/sign-in",
    body: (email) => ({ email, password: "not the password", session: "token" }),
  },
  "sign-up": {
    path: "/api/v1/sign-up",
    body: (email) => ({ email, password: "a long walk in the rain", session: "token" }),
  },
  "password-reset": {
    path: "/api/v1/password-reset",
    body: (email) => ({ email }),
  },
};

/**
 * times the answers about addresses that have an account and that have none, over HTTP, and
 * compares the answers themselves. Milliseconds.
 */
export async function timeAddresses(
  folder: string,
  samples: number,
): Promise<Readonly<Record<string, Difference>>> {
  // Each address is asked about once by each question: no budget is ever spent.
  const count = Math.ceil(samples * 1.1) + 1;
  const { accounts } = await prepareAccounts(installationFiles(folder), count);
  const server = await startServer({ storage: "sqlite", dataFolder: folder });
  const sources = Array.from({ length: SOURCES }, (_, index) =>
    openConnections(server.baseUrl, { localAddress: `127.0.0.${index + 2}` }),
  );
  const differences: Record<string, Difference> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const asked = { [KNOWN]: 0, [UNKNOWN]: 0 };
    const answers = new Set<string>();
    const taken = await takeInTurns([KNOWN, UNKNOWN], samples, async (group) => {
      const isKnown = group === KNOWN;
      const index = asked[isKnown ? KNOWN : UNKNOWN]++;
      const known = accounts[index]?.email ?? "";
      // As long as the known ones: length is no part of the question.
      const email = isKnown ? known : known.replace("person", "nobody");
      const source = sources[index % SOURCES] ?? fail();
      const startedAt = performance.now();
      const answer = await ask(source, server.baseUrl + question.path, question.body(email));
      const millis = performance.now() - startedAt;
      answers.add(answer);
      return millis;
    });
    if (answers.size !== 1) throw new Error(`${name} answers differ: ${[...answers].join(" | ")}`);
    differences[name] = compareClasses(taken[KNOWN] ?? [], taken[UNKNOWN] ?? []);
  }
  for (const source of sources) source.close();
  await server.stop();
  return differences;
}

/** The status and body of an answer, without what is random in every one. */
async function ask(source: Connections, url: string, body: object): Promise<string> {
  const response = await source.fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return `${response.status} ${text.length} ${text.replace(/"(requestId|signUpToken)":"[^"]*"/, "")}`;
}

function fail(): never {
  throw new Error("There is no source");
}
