import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../tests/smtp/make-certificate.ts";
import {
  answering,
  answeringTwice,
  type Behaviour,
  cuttingAfterReading,
  cuttingBeforeReading,
  cuttingWhileAnswering,
  flooding,
  hanging,
  startFakeProvider,
  trickling,
} from "../../../../tests/texts/fake-provider.ts";
import { createProviderHttp, type ProviderHttpOptions } from "./provider-http.ts";

const TIME_MILLIS = 600;
const certificate = makeCertificate("localhost");

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Posts once, and gives it 600 ms unless `signal` says otherwise. */
async function post(
  url: string,
  options: ProviderHttpOptions = {},
  signal: AbortSignal = AbortSignal.timeout(TIME_MILLIS),
) {
  const send = createProviderHttp(options);
  const request = { url: new URL(url), headers: { "x-test": "1" }, body: '{"a":"ä"}' };
  return send(request, signal);
}

/** A server below HTTP. */
async function startRaw(onConnection: (socket: Socket) => void, backlog?: number): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    cleanups.push(() => socket.destroy());
    onConnection(socket);
  });
  server.listen({ port: 0, host: "127.0.0.1", backlog });
  await once(server, "listening");
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe("createProviderHttp", () => {
  it("posts what it is given, once, and reads what JSON answers", async () => {
    const fake = await startFakeProvider(answering(201, { sid: "1" }));
    expect(await post(`${fake.url}/path?x=1`)).toEqual({
      outcome: "answered",
      status: 201,
      body: { sid: "1" },
    });
    expect(fake.received).toMatchObject([
      {
        method: "POST",
        path: "/path?x=1",
        body: '{"a":"ä"}',
        headers: { "x-test": "1", "content-length": "10", connection: "close" },
      },
    ]);
  });

  it("waits for an answer that takes a while", async () => {
    const fake = await startFakeProvider(answering(500, { code: 1 }, 50));
    expect(await post(fake.url)).toEqual({ outcome: "answered", status: 500, body: { code: 1 } });
  });

  it.each<[string, Behaviour, number]>([
    ["no JSON", answering(200, "<html>OK</html>"), 200],
    ["nothing", answering(200, ""), 200],
    ["more than anybody should read", flooding, 201],
  ])("says of an answer that is %s only its status", async (_what, behaviour, status) => {
    const fake = await startFakeProvider(behaviour);
    expect(await post(fake.url)).toEqual({ outcome: "answered", status, body: undefined });
  });

  it("reads a long answer whole, although the connection has ended by then", async () => {
    const body = { sid: "x".repeat(60_000) };
    const fake = await startFakeProvider(answering(201, body));
    expect(await post(fake.url)).toEqual({ outcome: "answered", status: 201, body });
  });

  it("follows no redirect", async () => {
    const other = await startFakeProvider(answering(201, {}));
    const fake = await startFakeProvider((response) => {
      response.writeHead(307, { location: other.url }).end("{}");
    });
    expect(await post(fake.url)).toEqual({ outcome: "answered", status: 307, body: {} });
    expect(other.received).toEqual([]);
  });

  it("takes the first of two answers, and asks once", async () => {
    const fake = await startFakeProvider(answeringTwice(201, { sid: "1" }));
    expect(await post(fake.url)).toEqual({ outcome: "answered", status: 201, body: { sid: "1" } });
    await wait(50);
    expect(fake.received).toHaveLength(1);
  });
});

describe("R-110: what was written and not answered is in doubt", () => {
  it.each<[string, Behaviour, string]>([
    ["is silent", hanging, "timeout"],
    ["never ends its answer", trickling, "timeout"],
    ["ends the connection after reading", cuttingAfterReading, "connection_lost"],
    ["ends the connection before reading", cuttingBeforeReading, "connection_lost"],
    ["ends the connection within its answer", cuttingWhileAnswering, "connection_lost"],
  ])("R-110: by a provider that %s", async (_what, behaviour, reason) => {
    const fake = await startFakeProvider(behaviour);
    expect(await post(fake.url)).toEqual({ outcome: "unknown", reason });
    expect(fake.received).toHaveLength(1);
  });

  it("R-110: by one that speaks another protocol", async () => {
    const port = await startRaw((socket) =>
      socket.once("data", () => socket.write("220 smtp\r\n")),
    );
    expect(await post(`http://127.0.0.1:${port}`)).toEqual({
      outcome: "unknown",
      reason: "connection_lost",
    });
  });
});

describe("R-110: what nobody was there to read was certainly not sent", () => {
  const NOT_SENT = { outcome: "not_sent" };

  it("R-110: where nobody listens", async () => {
    const fake = await startFakeProvider(hanging);
    await fake.close();
    expect(await post(fake.url)).toEqual(NOT_SENT);
  });

  it("R-110: where the name leads nowhere", async () => {
    expect(await post("https://provider.invalid/")).toEqual(NOT_SENT);
  });

  it("R-110: where the certificate is somebody else's, and nothing is written there", async () => {
    const fake = await startFakeProvider(answering(201, {}), certificate);
    expect(await post(fake.url)).toEqual(NOT_SENT);
    const localhost = fake.url.replace("127.0.0.1", "localhost");
    const other = makeCertificate("provider.example.org");
    expect(await post(localhost, { certificateAuthorities: other.cert })).toEqual(NOT_SENT);
    await wait(50);
    expect(fake.received).toEqual([]);
  });

  it("reaches one whose certificate is good", async () => {
    const fake = await startFakeProvider(answering(201, {}), certificate);
    expect(await post(fake.url, { certificateAuthorities: certificate.cert })).toMatchObject({
      outcome: "answered",
      status: 201,
    });
  });

  it("R-110: where what answers speaks no TLS, is silent, or ends it", async () => {
    const behaviours: ((socket: Socket) => void)[] = [
      (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
      () => {},
      (socket) => socket.destroy(),
    ];
    for (const behaviour of behaviours) {
      const port = await startRaw(behaviour);
      expect(await post(`https://127.0.0.1:${port}`)).toEqual(NOT_SENT);
    }
  });

  it("R-110: where connecting takes too long, whatever time there is", async () => {
    const port = await startRaw(() => {});
    const forever = new AbortController().signal;
    const options = { connectTimeoutMillis: 20 };
    expect(await post(`https://127.0.0.1:${port}`, options, forever)).toEqual(NOT_SENT);
  });

  it("R-110: when the time was over before", async () => {
    const fake = await startFakeProvider(answering(201, {}));
    expect(await post(fake.url, {}, AbortSignal.abort())).toEqual(NOT_SENT);
    expect(fake.received).toEqual([]);
  });
});
