import type { CallResult, EndpointName } from "@twinlatch/client";
import { type Connections, openConnections } from "./connections.ts";
import { problemOf } from "./person.ts";
import type { RunningServer } from "./start-server.ts";

/** Open connections, waiting to be used at the same moment. */
export interface Volley {
  /**
   * Makes `count` calls. All connections begin at once, each takes the next call when its last one is
   * answered. Results stand in the order of `index`.
   */
  fire<Result>(
    count: number,
    shoot: (connections: Connections, index: number) => Promise<Result>,
  ): Promise<Result[]>;
  close(): void;
}

let addresses = 0;

/** An address of 127.0.0.0/8 that no volley has used: 127.1.0.0 and up. */
function takeAddress(): string {
  addresses += 1;
  return `127.${1 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/**
 * Opens connections to the servers in turn, each from an address of its own, so that the limit by
 * address, which comes before everything else, never speaks.
 */
export async function openVolley(
  servers: readonly RunningServer[],
  connectionCount = 50,
): Promise<Volley> {
  const all = await Promise.all(
    Array.from({ length: connectionCount }, async (_, index) => {
      const baseUrl = servers[index % servers.length]?.baseUrl ?? "";
      const connections = openConnections(baseUrl, { localAddress: takeAddress() });
      // What is connected already arrives together.
      await connections.fetch(`${baseUrl}/healthz`);
      return connections;
    }),
  );
  return {
    async fire<Result>(
      count: number,
      shoot: (connections: Connections, index: number) => Promise<Result>,
    ) {
      const results: Result[] = [];
      let next = 0;
      await Promise.all(
        all.map(async (connections) => {
          while (next < count) {
            const index = next;
            next += 1;
            results[index] = await shoot(connections, index);
          }
        }),
      );
      return results;
    },
    close: () => {
      for (const connections of all) connections.close();
    },
  };
}

/** How many calls had which outcome: `ok`, or the code of the problem. */
export function tally(
  results: readonly CallResult<EndpointName>[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const outcome = problemOf(result) ?? "ok";
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
