import type { AnswerOf, endpoints } from "@twinlatch/api-contract";
import { createClient } from "@twinlatch/client";
import type { ServerUnderTest } from "./server-under-test.ts";

/** What the server answers to a session check: the floor answers the same. */
export async function readSession(
  { port }: ServerUnderTest,
  token: string,
): Promise<AnswerOf<typeof endpoints.getSession>> {
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token: () => token });
  const result = await client.call("getSession", {});
  if (!result.ok) throw new Error(`There is no session: ${result.problem.code}`);
  return result.answer;
}
