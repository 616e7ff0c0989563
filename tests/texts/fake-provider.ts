import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";

/** A request as the provider got it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the provider cut the connection instead of reading it. */
  readonly body: string;
}

/** What the provider does with a request: answers, or does worse. */
export type Behaviour = (response: ServerResponse, socket: Socket) => void;

export interface FakeProvider {
  readonly url: string;
  /** Oldest first; connections on which no request came are not among them. */
  readonly received: readonly ReceivedRequest[];
  /** How every request from now on is answered. */
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Starts an HTTP server on 127.0.0.1 that ends with the test. */
export async function startFakeProvider(
  behaviour: Behaviour,
  tls?: { key: string; cert: string },
): Promise<FakeProvider> {
  const received: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let behave = behaviour;
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("request", (request, response) => {
    const { method = "", url: path = "", headers, socket } = request;
    const cut = CUTS_BEFORE_READING.has(behave);
    const read = cut ? Promise.resolve("") : text(request);
    void read.then((body) => {
      received.push({ method, path, headers, body });
      behave(response, socket);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  cleanups.push(close);
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    received,
    behave(next) {
      behave = next;
    },
    close,
  };
}

/** Answers, after `delayMillis`. */
export function answering(status: number, body: unknown, delayMillis = 0): Behaviour {
  const written = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => {
    setTimeout(() => {
      response.writeHead(status, { "content-type": "application/json" }).end(written);
    }, delayMillis);
  };
}

/** Sends the same whole answer twice on one connection. */
export function answeringTwice(status: number, body: unknown): Behaviour {
  const written = JSON.stringify(body);
  const raw = `HTTP/1.1 ${status} OK\r\nContent-Length: ${written.length}\r\n\r\n${written}`;
  return (_response, socket) => socket.write(raw + raw);
}

/** Takes the request and never says anything. */
export const hanging: Behaviour = () => {};

/** Ends the connection when the request has been read. */
export const cuttingAfterReading: Behaviour = (_response, socket) => socket.destroy();

/** Ends the connection when only the head of the request has been read. */
export const cuttingBeforeReading: Behaviour = (_response, socket) => socket.destroy();

const CUTS_BEFORE_READING = new Set([cuttingBeforeReading]);

/** Begins an answer and ends the connection in the middle of it. */
export const cuttingWhileAnswering: Behaviour = (_response, socket) => {
  socket.end('HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"sid":"SM');
};

/** Begins an answer and never ends it. */
export const trickling: Behaviour = (_response, socket) => {
  socket.write('HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"sid":"SM');
};

/** Answers with more than anybody should read. */
export const flooding: Behaviour = (response) => {
  response.writeHead(201);
  const pour = () => {
    while (response.write("x".repeat(65_536))) {
      // Until its buffer is full.
    }
    response.once("drain", pour);
  };
  pour();
};
