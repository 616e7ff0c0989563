import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Edge } from "./edge.ts";
import { escapeHtml } from "./escape-html.ts";

/** Paths that the console shows something at. All of them are the same document. */
const PAGES = [
  "/",
  "/sign-in",
  "/sign-in/*",
  "/sign-up",
  "/sign-up/*",
  "/forgot-password",
  "/reset-password",
  "/invitation",
  "/help",
  "/account",
  "/account/*",
];

/** What stands for the installation's name in the built page. */
const PRODUCT_NAME = "{{PRODUCT_NAME}}";

const YEAR = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";

/** The console was not built: there is nothing to serve. */
export class ConsoleMissingError extends Error {
  override readonly name = "ConsoleMissingError";
}

/** The built console: its page, and the files beside it. */
export interface ConsolePages {
  /** Sends the page with the given status, or 304 to who has it. */
  send(request: FastifyRequest, reply: FastifyReply, status?: 200 | 404): FastifyReply;
  register(edge: Edge): void;
}

/**
 * Reads the built console from `folder` and puts the installation's name into its page.
 *
 * @throws ConsoleMissingError when it was not built
 */
export function loadConsolePages(folder: string, productName: string): ConsolePages {
  const html = readPage(folder).replaceAll(PRODUCT_NAME, () => escapeHtml(productName));
  const etag = `"${hash("sha256", html, "base64url").slice(0, 27)}"`;
  const send: ConsolePages["send"] = (request, reply, status = 200) => {
    reply.headers({ "cache-control": REVALIDATE, etag });
    if (status === 200 && request.headers["if-none-match"] === etag) return reply.code(304).send();
    return reply.code(status).type("text/html; charset=utf-8").send(html);
  };
  return {
    send,
    register({ app }) {
      const assets = join(folder, "assets");
      void app.register(fastifyStatic, {
        root: assets,
        prefix: "/assets/",
        index: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          // Names of assets change with their content; the files beside the page keep theirs.
          reply.header("cache-control", path.startsWith(assets) ? YEAR : REVALIDATE);
        },
      });
      for (const name of listRootFiles(folder)) {
        app.get(`/${name}`, (_request, reply) => reply.sendFile(name, folder));
      }
      for (const path of PAGES) app.get(path, (request, reply) => send(request, reply));
    },
  };
}

function readPage(folder: string): string {
  try {
    return readFileSync(join(folder, "index.html"), "utf8");
  } catch (cause) {
    throw new ConsoleMissingError(
      `The console is not built: there is no ${join(folder, "index.html")}. Run npm start, which builds it.`,
      { cause },
    );
  }
}

/** Files beside the page, such as an icon. */
function listRootFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^index\.html|\.(?:br|gz|map)$/.test(entry.name))
    .map((entry) => entry.name);
}
