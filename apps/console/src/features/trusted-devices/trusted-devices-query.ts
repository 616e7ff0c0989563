import { queryOptions } from "@tanstack/react-query";
import type { Client } from "@twinlatch/client";
import { ProblemError } from "../../session/session-query.ts";

export function trustedDevicesQuery(client: Client) {
  return queryOptions({
    queryKey: ["trusted-devices"],
    queryFn: async ({ signal }) => {
      const result = await client.call("listTrustedDevices", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer.trustedDevices;
    },
  });
}
