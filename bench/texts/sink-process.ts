import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Arrival, SinkAnswer, SinkQuestion } from "./sink.ts";
import { steadyMillis } from "./steady-millis.ts";

let hangs = false;
let arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  json(request).then(
    (body) => receive(body, response),
    () => response.destroy(),
  );
}).listen(0, "127.0.0.1");
const listening = once(server, "listening");

function receive(body: unknown, response: ServerResponse): void {
  const { id, to } = Object(Object(body).data);
  arrivals.push({ to: String(to), atMillis: steadyMillis() });
  if (hangs) return;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ accepted: true, messageId: String(id) }));
}

async function answer(question: SinkQuestion): Promise<SinkAnswer> {
  await listening;
  ({ hangs } = question);
  const before = arrivals;
  arrivals = [];
  // Listening on a port, its address is no path.
  const { port } = server.address() as AddressInfo;
  return { port, arrivals: before };
}

process.on("message", (question: SinkQuestion) => {
  answer(question).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
