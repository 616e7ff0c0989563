import { randomUUID } from "node:crypto";
import type { ProblemCode } from "@twinlatch/api-contract";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { createFaultLog } from "../log/fault-log.ts";
import type { Log } from "../log/log.ts";
import { addressBlock } from "./address-block.ts";
import type { AddressLimit } from "./address-limit.ts";
import { answerBrokenConnection } from "./broken-connection.ts";
import { classifyError } from "./classify-error.ts";
import { clientAddress } from "./client-address.ts";
import { acceptOnlyJson } from "./json-body.ts";
import { rememberRoutes } from "./known-routes.ts";
import type { Metrics } from "./metrics.ts";
import { type ProblemDetails, sendProblem } from "./problem.ts";
import { isKnownHost, type OwnOrigins } from "./same-origin.ts";
import type { Headers } from "./security-headers.ts";

/** Largest body of any route so far. */
const BODY_LIMIT_BYTES = 65_536;
/** Whoever needs longer to send a request is not waited for. */
const REQUEST_TIMEOUT_MILLIS = 10_000;
/** How often the limit above is looked after; Node's default would stretch it to 40 seconds. */
const TIMEOUT_CHECK_MILLIS = 1_000;
/** Ids are up to 64 characters; what is longer is nothing of ours. */
const MAX_PARAM_LENGTH = 64;

/** What every origin of the server needs. */
export interface EdgeOptions {
  readonly headers: Headers;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly addressLimit: AddressLimit;
  readonly own: OwnOrigins;
  /** Answers what is at no address, where a problem would be the wrong words; else undefined. */
  readonly answerNotFound?: (
    request: FastifyRequest,
    reply: FastifyReply,
  ) => FastifyReply | undefined;
  readonly trustProxy: ((address: string) => boolean) | undefined;
}

/** One origin: a server without routes, whose every answer has the security headers. */
export interface Edge {
  readonly app: FastifyInstance;
  /** Answers with a problem and counts it as a failure of the caller's address, if it is one. */
  readonly refuse: Refuse;
}

type Refuse = (
  reply: FastifyReply,
  code: ProblemCode,
  details?: ProblemDetails,
  headers?: Record<string, string>,
) => FastifyReply;

/** What watches the process asks by address, whatever the installation is called. */
const PROBES: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Refusals that somebody who guesses or floods collects. None of them can be brought about by a page of
 * another site: that could shut its visitors out.
 */
const FAILURES: ReadonlySet<ProblemCode> = new Set([
  "challenge_closed",
  "code_already_used",
  "idempotency_key_reused",
  "invalid_code",
  "invalid_credentials",
  "step_up_required",
  "too_many_attempts",
]);

/** Makes an origin. Errors and unknown addresses are answered with problems, never with a stack. */
export function createEdge(options: EdgeOptions): Edge {
  const { log, metrics, addressLimit } = options;
  const refuse: Refuse = (reply, code, details, extra) => {
    metrics?.countProblem(code);
    if (FAILURES.has(code)) {
      addressLimit.count(addressBlock(clientAddress(reply.request)));
    }
    return sendProblem(reply, code, details, extra);
  };
  const logFault = createFaultLog(log);
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const { code, details, fault } = classifyError(error);
    if (fault !== undefined) logFault(fault, request.id);
    refuse(reply, code, details);
  };
  const app = createApp(options, answerError);
  acceptOnlyJson(app);
  screenRequests(app, options, refuse);
  if (metrics !== undefined || log.isEnabled("info")) recordRequests(app, options);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => refuse(reply, "not_found"));
  app.decorateRequest("admitted");
  return { app, refuse };
}

function createApp(
  { headers, trustProxy }: EdgeOptions,
  answerError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void,
): FastifyInstance {
  const app = fastify({
    // The log below has one line a request and cannot say a secret; Fastify's own could.
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustProxy ?? false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MILLIS,
    http: {
      headersTimeout: REQUEST_TIMEOUT_MILLIS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MILLIS,
      // Node would refuse without our headers; the check of the host below does it with them.
      requireHostHeader: false,
    },
    // A request that arrives while stopping is still answered; its connection is closed after it.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => {
      // Raised before routing, so no hook has run.
      reply.headers(headers);
      answerError(error, request, reply);
    },
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket, headers),
  });
  app.server.on("checkExpectation", (_request, response) => {
    response.writeHead(417, { ...headers, connection: "close" }).end();
  });
  return app;
}

/** What happens to every request first: the headers of its answer, and is anything at its address. */
function screenRequests(app: FastifyInstance, options: EdgeOptions, refuse: Refuse): void {
  const { headers, own, answerNotFound } = options;
  const methodsAt = rememberRoutes(app);
  const answerUnknown = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const methods = methodsAt(request.url);
    if (methods.length > 0) {
      return refuse(reply, "method_not_allowed", {}, { allow: methods.join(", ") });
    }
    return answerNotFound?.(request, reply) ?? refuse(reply, "not_found");
  };
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers);
    if (!PROBES.has(request.url) && !isKnownHost(request, own)) {
      refuse(reply, request.headers.host === undefined ? "malformed_request" : "unknown_host");
    } else if (request.is404) {
      // Answered before a body would be read.
      answerUnknown(request, reply);
    } else {
      done();
    }
  });
}

function recordRequests(app: FastifyInstance, { log, metrics }: EdgeOptions): void {
  app.addHook("onResponse", (request, reply, done) => {
    const line = describeRequest(request, reply);
    metrics?.countRequest(line);
    log.info("request", line);
    done();
  });
}

function describeRequest(request: FastifyRequest, reply: FastifyReply) {
  return {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? "none",
    status: reply.statusCode,
    durationMillis: Math.round(reply.elapsedTime * 10) / 10,
  };
}
