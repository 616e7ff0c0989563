import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Client } from "@twinlatch/client";
import { ProblemError } from "../../session/session-query.ts";

/** Everything that happened to the account, as far as its pages were asked for. Begins with the newest. */
export function activityQuery(client: Client, firstCursor?: string) {
  return infiniteQueryOptions({
    queryKey: ["activity"],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const result = await client.call("listActivity", { query: { cursor }, signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer;
    },
    initialPageParam: firstCursor,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    select: ({ pages }) => ({
      events: pages.flatMap(({ events }) => events),
      hasSeveralPages: pages.length > 1,
    }),
  });
}
