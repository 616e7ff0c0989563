import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ProblemCode } from "@twinlatch/api-contract";
import { problemBody, problemHeaders } from "./problem.ts";
import type { Headers } from "./security-headers.ts";

const PROBLEM_OF: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
  HPE_HEADER_OVERFLOW: "headers_too_large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "body_too_large",
};

/**
 * Answers what never became a request (bytes that are no HTTP, headers without end, a body that does
 * not arrive) and closes the connection. There is nothing to log: nobody was asked for anything.
 */
export function answerBrokenConnection(
  error: Error & { readonly code?: string },
  socket: Socket,
  headers: Headers,
): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemBody(PROBLEM_OF[error.code ?? ""] ?? "malformed_request", randomUUID());
  const body = JSON.stringify(problem);
  const lines = Object.entries({
    ...headers,
    ...problemHeaders(problem),
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`;
  socket.end(`${[status, ...lines].join("\r\n")}\r\n\r\n${body}`, () => socket.destroySoon());
}
