/**
 * One of the servers that are measured beside each other. What it is asked goes through the same load
 * generator, as whole requests.
 */
export interface Contender<Account> {
  readonly name: string;
  readonly port: number;
  /** Takes accounts with an authenticator app that nothing has used yet. */
  takeAccounts(count: number): readonly Account[];
  /** The password, as far as the second step. */
  passwordStep(account: Account): string;
  /** The second step, with what the password was answered. `code` defaults to the right one of now. */
  secondStep(account: Account, answer: string, code?: string): string;
  /** The code an account's authenticator app shows now. */
  code(account: Account): string;
  /** Asks who is signed in, with what the second step was answered. */
  sessionCheck(answer: string): string;
  /** The same, answered from the database: a session that was revoked is over at once. */
  sessionLookup(answer: string): string;
  /** Whether an answer says that a code was compared and is wrong. */
  isEvaluated(answer: string): boolean;
  /** CPU time of all the server's threads so far. */
  cpuMillis(): Promise<number>;
  /** CPU time of comparing one password with its hash, measured alone. */
  hashCpuMillis(count: number, concurrency: number): Promise<number>;
  stop(): Promise<void>;
}

/** The status of an answer. */
export function statusOf(answer: string): string {
  return answer.slice(9, 12);
}

/** The body of an answer: JSON, whole or in chunks. */
export function jsonOf(answer: string): unknown {
  const json = /\{.*\}/s.exec(answer.slice(answer.indexOf("\r\n\r\n")))?.[0];
  if (json === undefined) throw new Error(`No JSON in an answer ${statusOf(answer)}`);
  return JSON.parse(json);
}

/** The cookies an answer sets, as a browser sends them back. */
export function cookiesOf(answer: string): string {
  const head = answer.slice(0, answer.indexOf("\r\n\r\n"));
  const cookies = [...head.matchAll(/\r\nset-cookie: ([^;\r]*)/gi)].map(([, pair]) => pair);
  return cookies.join("; ");
}
