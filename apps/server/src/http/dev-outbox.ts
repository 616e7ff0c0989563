import { isIP } from "node:net";
import type { OutboxMessage } from "@twinlatch/delivery";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Edge } from "./edge.ts";
import { escapeHtml } from "./escape-html.ts";
import { isSameSecret } from "./probes.ts";

export interface DevOutboxDeps {
  /** Newest first. */
  readonly list: () => readonly OutboxMessage[];
  /** Random, printed at start. */
  readonly token: string;
}

/** What stands above a message that has no subject. */
const TITLES: Readonly<Record<OutboxMessage["channel"], string>> = {
  email: "Mail",
  sms: "Text message",
  voice: "Call",
};

const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.[0-9]{1,3}){3})$/;

/**
 * Serves what was "sent", in development only: to this machine, and to who has read the token from
 * the terminal. Known hosts only, like every page.
 */
export function registerDevOutbox({ app, refuse }: Edge, { list, token }: DevOutboxDeps): void {
  const show =
    (render: (reply: FastifyReply) => FastifyReply) =>
    (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
      isAllowed(request, token) ? render(reply) : refuse(reply, "not_found");
  app.get(
    "/dev/outbox.json",
    show((reply) => reply.send(list().map(messageView))),
  );
  app.get(
    "/dev/outbox",
    show((reply) => reply.type("text/html; charset=utf-8").send(page(list()))),
  );
}

function isAllowed(request: FastifyRequest, token: string): boolean {
  const peer = request.socket.remoteAddress ?? "";
  const given = new URL(request.url, "http://localhost").searchParams.get("token") ?? "";
  return isIP(peer) !== 0 && LOOPBACK.test(peer) && isSameSecret(given, token);
}

function messageView({ id, at, channel, to, subject, text }: OutboxMessage): OutboxMessage {
  return { id, at, channel, to, subject, text };
}

function page(messages: readonly OutboxMessage[]): string {
  const articles = messages.map(
    ({ at, channel, to, subject, text }) =>
      `<article><h2>${escapeHtml(subject ?? TITLES[channel])}</h2>` +
      `<p>To ${escapeHtml(to)} · <time>${escapeHtml(at)}</time></p>` +
      `<pre>${escapeHtml(text)}</pre></article>`,
  );
  const content = articles.length > 0 ? articles.join("\n") : "<p>Nothing was sent yet.</p>";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Outbox</title></head>
<body><main><h1>Outbox</h1>
<p>What this development installation would have sent. Reload to see more.</p>
${content}
</main></body>
</html>
`;
}
