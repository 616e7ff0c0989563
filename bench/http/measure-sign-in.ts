import { createClient } from "@twinlatch/client";
import { type BenchContext, rightAnswer } from "./bench-context.ts";
import { PASSWORD, type PreparedAccount } from "./prepare-accounts.ts";
import type { ServerUnderTest } from "./server-under-test.ts";

/** Sign-ins a round, and accounts it takes. */
export const SIGN_INS = 160;
/** As many as hash at the same time on two cores; the floor too. */
const CONCURRENCY = 2;

export interface SignInFigures {
  readonly argon2CpuMillis: number;
  readonly signInCpuMillis: number;
}

/** CPU time of a whole sign-in, password and code, beside that of a bare Argon2id, both under load. */
export async function measureSignIn({
  server,
  floors,
  takeAccounts,
}: BenchContext): Promise<SignInFigures> {
  const argon2CpuMillis = await floors.argon2CpuMillis(SIGN_INS, CONCURRENCY);
  const accounts = takeAccounts(SIGN_INS).values();
  const before = await server.cpuMillis();
  const signInAll = async () => {
    for (const account of accounts) await signIn(server, account);
  };
  // Twice as many visitors as hashes: while some are hashed, others are answered.
  await Promise.all(Array.from({ length: 2 * CONCURRENCY }, signInAll));
  const signInCpuMillis = ((await server.cpuMillis()) - before) / SIGN_INS;
  return { argon2CpuMillis, signInCpuMillis };
}

async function signIn({ port }: ServerUnderTest, account: PreparedAccount): Promise<void> {
  const baseUrl = `http://127.0.0.1:${port}`;
  const { email } = account;
  const body = { email, password: PASSWORD, session: "token" } as const;
  const first = await createClient({ baseUrl }).call("signIn", { body });
  if (!first.ok || first.answer.status !== "second_step") throw new Error("No second step");
  const { challenge, ticket } = first.answer;
  const second = await createClient({ baseUrl, token: () => ticket }).call("verifyChallenge", {
    params: { id: challenge.id },
    body: rightAnswer(account),
  });
  if (!second.ok) throw new Error(`Not signed in: ${second.problem.code}`);
}
