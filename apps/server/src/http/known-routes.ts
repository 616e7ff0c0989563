import type { FastifyInstance } from "fastify";

interface KnownRoute {
  readonly path: RegExp;
  readonly methods: readonly string[];
}

/**
 * Remembers the routes added from now on. Returns what finds the methods that a path takes: a path
 * that is known refuses a wrong method with 405, an unknown one with 404.
 */
export function rememberRoutes(app: FastifyInstance): (url: string) => readonly string[] {
  const routes: KnownRoute[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    routes.push({ path: pathPattern(url), methods: [method].flat() });
  });
  return (url) => {
    const [path = ""] = url.split("?");
    const known = routes.filter((route) => route.path.test(path));
    return [...new Set(known.flatMap(({ methods }) => methods))].toSorted();
  };
}

function pathPattern(url: string): RegExp {
  const pattern = url
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/:\w+/g, "[^/]+")
    .replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`);
}
