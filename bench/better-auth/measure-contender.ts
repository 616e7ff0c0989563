import { CONNECTIONS, MEASURE_MILLIS } from "../http/bench-context.ts";
import { type LoadGenerator, type LoadResult, perSecond } from "../http/load.ts";
import type { Contender } from "./contender.ts";

/** As many as hash at the same time on two cores. */
const HASH_CONCURRENCY = 2;

export interface ContenderFigures {
  readonly sessionChecksPerSecond: number;
  /** The same where each is answered from the database. */
  readonly sessionLookupsPerSecond: number;
  readonly verificationsPerSecond: number;
  /** Password and code, one after the other: what both together take of the server's time. */
  readonly signInsPerSecond: number;
  readonly signInCpuMillis: number;
  readonly hashCpuMillis: number;
  /** Latency of a second step under full load. */
  readonly verificationP99Millis: number;
}

/**
 * Measures one round of one server: so many people enter their password, then so many of them their
 * code, and one of them asks who is signed in, over and over.
 */
export async function measureContender<Account>(
  contender: Contender<Account>,
  load: LoadGenerator,
  signIns: number,
): Promise<ContenderFigures> {
  const { port } = contender;
  const run = { port, connections: CONNECTIONS };
  const accounts = contender.takeAccounts(signIns);

  const before = await contender.cpuMillis();
  const passwords = await load.run({
    ...run,
    requests: accounts.map((account) => contender.passwordStep(account)),
    keepsAnswers: true,
  });
  const codes = await load.run({
    ...run,
    requests: accounts.map((account, index) =>
      contender.secondStep(account, answerAt(passwords, index)),
    ),
    keepsAnswers: true,
  });
  const signInCpuMillis = ((await contender.cpuMillis()) - before) / signIns;

  const repeat = (request: string) =>
    load.run({ ...run, requests: [request], durationMillis: MEASURE_MILLIS });
  const session = answerAt(codes, 0);
  const checks = await repeat(contender.sessionCheck(session));
  const lookups = await repeat(contender.sessionLookup(session));
  return {
    sessionChecksPerSecond: perSecond(checks),
    sessionLookupsPerSecond: perSecond(lookups),
    verificationsPerSecond: perSecond(codes),
    signInsPerSecond: 1 / (1 / perSecond(passwords) + 1 / perSecond(codes)),
    signInCpuMillis,
    hashCpuMillis: await contender.hashCpuMillis(signIns, HASH_CONCURRENCY),
    verificationP99Millis: codes.latencyMillis.p99,
  };
}

/** One answer of those that were kept. */
export function answerAt({ answers }: LoadResult, index: number): string {
  const answer = answers[index];
  if (answer === undefined) throw new Error(`Request ${index} has no answer`);
  return answer;
}
