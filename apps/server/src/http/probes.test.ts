import fastify from "fastify";
import { describe, expect, it } from "vitest";
import type { Edge } from "./edge.ts";
import { createMetrics } from "./metrics.ts";
import { registerProbes } from "./probes.ts";
import { sendProblem } from "./problem.ts";

const TOKEN = "a-token-of-thirty-two-characters-or-more";

async function probing(options: { isMeasured: boolean }) {
  const edge: Edge = { app: fastify({ logger: false }), refuse: sendProblem };
  const counters = await createMetrics();
  registerProbes(edge, {
    isReady: async () => true,
    metrics: options.isMeasured ? { counters, token: TOKEN } : undefined,
  });
  const read = (authorization?: string) =>
    edge.app.inject({
      url: "/metrics",
      headers: authorization === undefined ? {} : { authorization },
    });
  return { counters, read };
}

describe("/metrics", () => {
  it("is not there unless a token is set for it", async () => {
    const { read } = await probing({ isMeasured: false });
    expect((await read(`Bearer ${TOKEN}`)).statusCode).toBe(404);
  });

  it.each([undefined, "Bearer", "Bearer wrong", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`])(
    "R-090: is closed to %s",
    async (authorization) => {
      const { read } = await probing({ isMeasured: true });
      expect((await read(authorization)).statusCode).toBe(401);
    },
  );

  it("counts requests by route and status, refusals by code, and what else happened", async () => {
    const { counters, read } = await probing({ isMeasured: true });
    counters.countRequest({
      method: "GET",
      route: "/api/v1/session",
      status: 200,
      durationMillis: 7,
    });
    counters.countProblem("invalid_code");
    counters.countProblem("invalid_code");
    counters.countEvent("purged_rows", 12);
    const response = await read(`Bearer ${TOKEN}`);
    expect(response.headers["content-type"]).toMatch(/^text\/plain/);
    const text = response.body;
    expect(text).toContain(
      'twinlatch_http_request_duration_seconds_bucket{le="0.01",method="GET",route="/api/v1/session",status="200"} 1',
    );
    expect(text).toContain('twinlatch_problems_total{code="invalid_code"} 2');
    expect(text).toContain('twinlatch_events_total{event="purged_rows"} 12');
    expect(text).toContain("nodejs_eventloop_lag_seconds");
  });
});
