import { type BenchContext, CONNECTIONS, MEASURE_MILLIS } from "./bench-context.ts";
import { perSecond, writeRequest } from "./load.ts";

export interface SessionCheckFigures {
  readonly fastifyPerSecond: number;
  readonly sessionChecksPerSecond: number;
  readonly sessionCheckHalfLoadP99Millis: number;
}

/** GET /session with a Bearer token, beside a bare Fastify that answers the same JSON. */
export async function measureSessionCheck(
  { server, load, sessionToken }: BenchContext,
  fastifyPort: number,
): Promise<SessionCheckFigures> {
  const each = { connections: CONNECTIONS, durationMillis: MEASURE_MILLIS };
  const bare = writeRequest({ method: "GET", path: "/session", port: fastifyPort });
  const check = writeRequest({
    method: "GET",
    path: "/api/v1/session",
    port: server.port,
    token: sessionToken,
  });
  const floor = await load.run({ ...each, port: fastifyPort, requests: [bare] });
  const own = await load.run({ ...each, port: server.port, requests: [check] });
  const half = await load.run({
    ...each,
    port: server.port,
    requests: [check],
    ratePerSecond: perSecond(own) / 2,
  });
  return {
    fastifyPerSecond: perSecond(floor),
    sessionChecksPerSecond: perSecond(own),
    sessionCheckHalfLoadP99Millis: half.latencyMillis.p99,
  };
}
