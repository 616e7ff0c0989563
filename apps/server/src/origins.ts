import type { AccountsDeps } from "@twinlatch/accounts";
import type { Settings } from "./config/settings.ts";
import type { AddressLimit } from "./http/address-limit.ts";
import { createAnswerOnce } from "./http/answer-once.ts";
import { trustProxies } from "./http/client-address.ts";
import type { ConsolePages } from "./http/console-pages.ts";
import { registerContract } from "./http/contract-routes.ts";
import { type ReceiptDeps, registerDeliveryReceipts } from "./http/delivery-receipts.ts";
import { type DevOutboxDeps, registerDevOutbox } from "./http/dev-outbox.ts";
import { createEdge, type Edge } from "./http/edge.ts";
import type { Metrics } from "./http/metrics.ts";
import { describeApi } from "./http/openapi.ts";
import { shedUnderPressure } from "./http/pressure.ts";
import { registerProbes } from "./http/probes.ts";
import { ownOrigins } from "./http/same-origin.ts";
import { securityHeaders } from "./http/security-headers.ts";
import type { TextCourier } from "./jobs/text-courier.ts";
import type { Log } from "./log/log.ts";

/** What both origins need. */
export interface OriginDeps {
  readonly settings: Settings;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly addressLimit: AddressLimit;
  readonly signUpLimit: AddressLimit;
  /** Of sessions and tickets, whatever their address. */
  readonly changeLimit: AddressLimit;
  /** Whether the database answers and is migrated. Never throws. */
  readonly isReady: () => Promise<boolean>;
  readonly clockState?: (() => string) | undefined;
}

export interface ConsoleOriginDeps extends OriginDeps {
  readonly rules: AccountsDeps;
  readonly courier: TextCourier;
  readonly receipts: ReceiptDeps;
  readonly pages: ConsolePages;
  readonly outbox: DevOutboxDeps | undefined;
  /** Mean delay of the event loop beyond which requests are turned away. Default 500. */
  readonly maxEventLoopDelayMillis?: number | undefined;
}

/** The origin of the console and the API. */
export function createConsoleOrigin(deps: ConsoleOriginDeps): Edge {
  const { settings, rules, courier, pages, outbox } = deps;
  const own = ownOrigins(settings.publicUrl, loopbackPort(settings, settings.port));
  const edge = createEdge({
    ...edgeOptions(deps),
    own,
    headers: securityHeaders({ ...settings, isHttps: isHttps(settings.publicUrl) }),
    // Somebody who mistyped an address reads a page; a program reads a problem.
    answerNotFound: (request, reply) =>
      request.method === "GET" && request.headers.accept?.includes("text/html") === true
        ? pages.send(request, reply, 404)
        : undefined,
  });
  shedUnderPressure(edge, deps.maxEventLoopDelayMillis);
  registerContract(
    edge,
    {
      rules,
      addressLimit: deps.addressLimit,
      changeLimit: deps.changeLimit,
      own,
      answerOnce: createAnswerOnce(rules),
    },
    { isSignUpOpen: settings.signUp === "open", signUpLimit: deps.signUpLimit, courier },
  );
  registerDeliveryReceipts(edge, deps.receipts);
  registerProbes(edge, probeDeps(deps));
  registerApiDescription(edge, settings.productName);
  if (outbox !== undefined) registerDevOutbox(edge, outbox);
  pages.register(edge);
  return edge;
}

/**
 * The authenticator's origin, kept apart so that a flaw in one cannot reach the other's storage. The
 * authenticator itself comes later: so far there are only probes.
 */
export function createAuthenticatorOrigin(deps: OriginDeps, authenticatorUrl: string): Edge {
  const { settings } = deps;
  const edge = createEdge({
    ...edgeOptions(deps),
    own: ownOrigins(authenticatorUrl, loopbackPort(settings, settings.authenticatorPort)),
    headers: securityHeaders({
      ...settings,
      isHttps: isHttps(authenticatorUrl),
      connectSources: [settings.publicUrl],
    }),
  });
  registerProbes(edge, { ...probeDeps(deps), metrics: undefined });
  return edge;
}

function edgeOptions({ settings, log, metrics, addressLimit }: OriginDeps) {
  return { log, metrics, addressLimit, trustProxy: trustProxies(settings.trustedProxies) };
}

function probeDeps({ settings, metrics, isReady, clockState }: OriginDeps) {
  const token = settings.metricsToken;
  const isMeasured = metrics !== undefined && token !== undefined;
  return { isReady, clockState, metrics: isMeasured ? { counters: metrics, token } : undefined };
}

/** Made when first asked for: hardly anybody does, and nobody at start. */
function registerApiDescription({ app }: Edge, productName: string): void {
  let document: string | undefined;
  app.get("/openapi.json", async (_request, reply) => {
    document ??= JSON.stringify(describeApi(productName));
    return reply.type("application/json").send(document);
  });
}

function isHttps(url: string): boolean {
  return url.startsWith("https:");
}

function loopbackPort(settings: Settings, port: number): number | undefined {
  return settings.mode === "development" ? port : undefined;
}
