import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Client } from "@twinlatch/client";
import { ProblemError } from "../../session/session-query.ts";

const RECENT_EVENTS = 5;

/** The last few things that were done; that a proof was asked for first is told on the whole page only. */
export function recentActivityQuery(client: Client) {
  return queryOptions({
    queryKey: ["recent-activity"],
    queryFn: async ({ signal }) => {
      const result = await client.call("listActivity", { query: {}, signal });
      if (!result.ok) throw new ProblemError(result.problem);
      const done = result.answer.events.filter(({ type }) => type !== "step_up.demanded");
      return done.slice(0, RECENT_EVENTS);
    },
  });
}

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
