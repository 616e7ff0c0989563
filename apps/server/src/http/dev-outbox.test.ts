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

function reading(...messages: readonly OutboxMessage[]) {
  const app = fastify();
  registerDevOutbox({ app, refuse: sendProblem }, { list: () => messages, token: "t1" });
  return (url: string) => app.inject({ url, remoteAddress: "127.0.0.1" });
}

it("answers programs with the messages as they are", async () => {
  const response = await reading(message)("/dev/outbox.json?token=t1");
  expect(response.json()).toEqual([message]);
});

it("R-090: shows people what a message says as text, whatever it says", async () => {
  const { body, headers } = await reading(message)("/dev/outbox?token=t1");
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(body).toContain("Your code is 123456.");
  expect(body).not.toMatch(/<(?:script|img|svg)/);
  expect(body).not.toContain("onload='");
  expect(body.match(/<\/pre>/g)).toHaveLength(1);
});

it("shows texts and calls as what they are", async () => {
  const text = { id: "t1", at: message.at, to: "+41791234589", text: "Your code: 123456" };
  const read = reading({ ...text, channel: "sms" }, { ...text, id: "t2", channel: "voice" });
  const { body } = await read("/dev/outbox?token=t1");
  expect(body.match(/<h2>[^<]*<\/h2>/g)).toEqual(["<h2>Text message</h2>", "<h2>Call</h2>"]);
  expect((await read("/dev/outbox.json?token=t1")).json()).toEqual([
    { ...text, channel: "sms" },
    { ...text, id: "t2", channel: "voice" },
  ]);
});
