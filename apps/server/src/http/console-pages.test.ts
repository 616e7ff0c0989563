import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleMissingError, loadConsolePages } from "./console-pages.ts";
import { sendProblem } from "./problem.ts";

const PAGE =
  '<meta name="twinlatch-product" content="{{PRODUCT_NAME}}"><title>{{PRODUCT_NAME}}</title>';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-pages-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), PAGE);
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/app-1.js"), "plain");
  writeFileSync(join(folder, "assets/app-1.js.br"), "brotli");
});
afterAll(() => rmSync(folder, { recursive: true }));

function serving(productName = "Twinlatch") {
  const app = fastify();
  loadConsolePages(folder, productName).register({ app, refuse: sendProblem });
  return (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
}

describe("the console's page", () => {
  it("is the same at every address of the console", async () => {
    const get = serving();
    const pages = ["/", "/sign-in", "/sign-in/second-step", "/sign-up/verify", "/account/security"];
    for (const url of pages) {
      const response = await get(url);
      expect([response.statusCode, response.headers["content-type"]]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(response.body).toContain("<title>Twinlatch</title>");
    }
    expect((await get("/sign-inn")).statusCode).toBe(404);
  });

  it("R-090: has the installation's name as text, whatever it is", async () => {
    const hostile = `"><script>alert(1)</script>&$&'`;
    const { body } = await serving(hostile)("/");
    const escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;$&amp;&#39;";
    expect(body).toBe(PAGE.split("{{PRODUCT_NAME}}").join(escaped));
  });

  it("is sent again only when it changed", async () => {
    const get = serving();
    const { etag } = (await get("/")).headers;
    const again = await get("/sign-in", { "if-none-match": String(etag) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const renamed = await serving("Other")("/", { "if-none-match": String(etag) });
    expect(renamed.statusCode).toBe(200);
  });

  it("is asked for anew every time, while assets are kept for good", async () => {
    const get = serving();
    expect((await get("/")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
    const asset = await get("/assets/app-1.js", { "accept-encoding": "br" });
    expect(asset.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "br",
      "content-type": "application/javascript; charset=utf-8",
      vary: "accept-encoding",
    });
    expect(asset.body).toBe("brotli");
    expect((await get("/assets/app-1.js")).body).toBe("plain");
  });

  it("says how to build it where it is not built", () => {
    const load = () => loadConsolePages(join(folder, "nowhere"), "Twinlatch");
    expect(load).toThrow(ConsoleMissingError);
    expect(load).toThrow(/Run npm start, which builds it/);
  });
});
