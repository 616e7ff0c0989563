import type { CallResult, Client, EndpointName } from "@twinlatch/client";

/**
 * A client that tells when the server no longer knows the session, whatever was called.
 *
 * A session's token changes with its level, so a request that was under way at that moment carried a
 * dead one. Such a refusal is asked about before it is believed, and the request, which did nothing,
 * is sent again.
 */
export function watchSession(client: Client, onEnded: () => void): Client {
  return {
    async call(name, options) {
      const result = await client.call(name, options);
      if (!isNotSignedIn(result)) return result;
      if (!isNotSignedIn(await client.call("getSession", {}))) return client.call(name, options);
      onEnded();
      return result;
    },
  };
}

function isNotSignedIn<Name extends EndpointName>(result: CallResult<Name>): boolean {
  return !result.ok && result.problem.code === "not_signed_in";
}
