import { createHash, timingSafeEqual } from "node:crypto";
import type { Edge } from "./edge.ts";
import type { Metrics } from "./metrics.ts";

export interface ProbeDeps {
  /** Whether the database answers and is migrated. Never throws. */
  readonly isReady: () => Promise<boolean>;
  /** How the clock stands to its reference; undefined where there is none. */
  readonly clockState?: (() => string) | undefined;
  /** Absent where the installation names no token: then there are no metrics. */
  readonly metrics: { readonly counters: Metrics; readonly token: string } | undefined;
}

/** Under pressure a probe is still answered: whoever restarts the process should know that it lives. */
const config = { pressureHandler: () => undefined };

/** Serves what watches the process: alive, ready, and counters behind a token of their own. */
export function registerProbes(
  { app, refuse }: Edge,
  { isReady, clockState, metrics }: ProbeDeps,
): void {
  app.get("/healthz", { config }, async () => ({ status: "ok" }));
  app.get("/readyz", { config }, async (_request, reply) =>
    (await isReady())
      ? reply.send({ status: "ready", clock: clockState?.() })
      : refuse(reply, "unavailable"),
  );
  if (metrics === undefined) return;
  app.get("/metrics", { config }, async (request, reply) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (!isSameSecret(token ?? "", metrics.token)) return refuse(reply, "not_signed_in");
    const { mediaType, text } = await metrics.counters.render();
    return reply.type(mediaType).send(text);
  });
}

/** Compares in a time that tells nothing about either. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
