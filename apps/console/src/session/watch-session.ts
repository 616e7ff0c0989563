import type { Client } from "@twinlatch/client";

/** A client that tells when the server no longer knows the session, whatever was called. */
export function watchSession(client: Client, onEnded: () => void): Client {
  return {
    async call(name, options) {
      const result = await client.call(name, options);
      if (!result.ok && result.problem.code === "not_signed_in") onEnded();
      return result;
    },
  };
}
