import { setTimeout as pause } from "node:timers/promises";
import fastify from "fastify";
import { expect, it } from "vitest";
import { classifyError } from "./classify-error.ts";
import { shedUnderPressure } from "./pressure.ts";
import { registerProbes } from "./probes.ts";
import { sendProblem } from "./problem.ts";

/** Keeps the event loop from turning. */
function block(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

it("turns requests away while the process cannot keep up, answers probes, and recovers", async () => {
  const app = fastify();
  const edge = { app, refuse: sendProblem };
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, classifyError(error).code));
  shedUnderPressure(edge, 100);
  registerProbes(edge, { isReady: async () => true, metrics: undefined });
  app.get("/", () => "served");
  await app.ready();
  expect((await app.inject("/")).body).toBe("served");

  let refused = await app.inject("/");
  for (let turn = 0; turn < 20 && refused.statusCode === 200; turn += 1) {
    block(300);
    await pause(0);
    refused = await app.inject("/");
  }
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("2");
  expect(refused.json()).toMatchObject({ code: "unavailable" });
  expect((await app.inject("/healthz")).statusCode).toBe(200);

  let served = refused;
  for (let turn = 0; turn < 100 && served.statusCode !== 200; turn += 1) {
    await pause(100);
    served = await app.inject("/");
  }
  expect(served.body).toBe("served");
  await app.close();
});
