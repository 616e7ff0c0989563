import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";

/** A text that the sink got. */
export interface SunkText {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** What the sink does with a text before, and instead of, taking it. */
export type Reception = (text: SunkText, response: ServerResponse) => Promise<void>;

/** A provider of texts on this machine that outlives the servers that use it. */
export interface WebhookSink {
  /** Oldest first. */
  readonly texts: readonly SunkText[];
  /** What servers are started with to send their texts here. */
  readonly env: Readonly<Record<string, string>>;
  /** How every text from now on is received. */
  receive(reception: Reception): void;
  close(): Promise<void>;
}

/** Takes the text, and says so. */
export const take: Reception = async ({ id }, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ accepted: true, messageId: id }));
};

const SECRET = `whsec_${Buffer.from("a key of twenty-four by.").toString("base64")}`;

/** Starts one. `rules` stand beside it in the configuration: countries, caps. */
export async function startWebhookSink(rules: object = {}): Promise<WebhookSink> {
  const texts: SunkText[] = [];
  let reception = take;
  const server = createServer((request, response) => {
    const handle = async () => {
      const text = textOf(await json(request));
      texts.push(text);
      await reception(text, response);
    };
    handle().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Listening on a port, its address is no path.
  const { port } = server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-sink-"));
  const config = join(folder, "sms.json");
  const url = `http://127.0.0.1:${port}/texts`;
  await writeFile(join(folder, "secret"), SECRET, { mode: 0o600 });
  const provider = { kind: "webhook", name: "sink", url, secretFile: "secret" };
  await writeFile(config, JSON.stringify({ providers: [provider], ...rules }));
  return {
    texts,
    env: { TWINLATCH_SMS_CONFIG: config },
    receive(next) {
      reception = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function textOf(body: unknown): SunkText {
  const { id, to, text } = Object(Object(body).data);
  return { id: String(id), to: String(to), text: String(text) };
}
