import type { OutboxMessage } from "@twinlatch/delivery";
import fastify from "fastify";
import { expect, it } from "vitest";
import { registerDevOutbox } from "./dev-outbox.ts";
import { sendProblem } from "./problem.ts";

const message: OutboxMessage = {
  id: "m1",
  at: "2026-05-03T12:00:00.000Z",
  channel: "email",
  to: "<img src=x onerror=alert(1)>@example.org",
  subject: "</pre><script>alert(1)</script>",
  text: "Your code is 123456.\n\n\"><svg onload='alert(1)'>",
};

function reading() {
  const app = fastify();
  registerDevOutbox({ app, refuse: sendProblem }, { list: () => [message], token: "t1" });
  return (url: string) => app.inject({ url, remoteAddress: "127.0.0.1" });
}

it("answers programs with the messages as they are", async () => {
  const response = await reading()("/dev/outbox.json?token=t1");
  expect(response.json()).toEqual([message]);
});

it("R-090: shows people what a message says as text, whatever it says", async () => {
  const { body, headers } = await reading()("/dev/outbox?token=t1");
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(body).toContain("Your code is 123456.");
  expect(body).not.toMatch(/<(?:script|img|svg)/);
  expect(body).not.toContain("onload='");
  expect(body.match(/<\/pre>/g)).toHaveLength(1);
});
