import { queryOptions } from "@tanstack/react-query";
import type { Client } from "@twinlatch/client";
import { ProblemError } from "../../session/session-query.ts";

/** The replacement that waits, and until when acts are held after one. */
export function replacementQuery(client: Client) {
  return queryOptions({
    queryKey: ["replacement"],
    queryFn: async ({ signal }) => {
      const result = await client.call("getReplacement", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer;
    },
  });
}
