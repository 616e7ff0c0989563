import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../browser/launch-chromium.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import { signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

let installation: Installation;
let server: RunningServer;
let browser: Browser;
/** A site of somebody else, on another port of this machine. */
let stranger: Server;
let strangerUrl: string;

beforeAll(async () => {
  installation = await createInstallation("sqlite");
  [server, browser] = await Promise.all([
    installation.start(),
    launchChromium({ args: ["--no-sandbox"] }),
  ]);
  stranger = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Elsewhere</title>
<iframe id="frame" src="${server.consoleUrl}/sign-in"></iframe>
<form id="form" method="post" enctype="text/plain" action="${server.consoleUrl}/api/v1/sign-out">
<input name='{"a":"' value='"}'></form>`);
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo = JSON.parse(JSON.stringify(stranger.address()));
  strangerUrl = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await browser?.close();
  stranger?.close();
  await installation?.stop();
});

/** Signs in from the console's own page, by what that page could send. */
async function signInPage(): Promise<{ page: Page; email: string }> {
  const person = await signUpPerson(server);
  person.close();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.consoleUrl);
  const status = await page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch("/api/v1/sign-in", init)).status;
    },
    { email: person.email, password: person.password },
  );
  expect(status).toBe(200);
  return { page, email: person.email };
}

function whoIsSignedIn(page: Page): Promise<string> {
  return page.evaluate(async () => (await fetch("/api/v1/session")).text());
}

describe("in Chromium, on plain http://localhost", () => {
  it("R-047: the session is a cookie that no script sees, kept for this host alone", async () => {
    const { page, email } = await signInPage();
    const [cookie, ...others] = await page.context().cookies();
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({
      name: "__Host-twinlatch_session",
      domain: "localhost",
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "Strict",
    });
    const seen = await page.evaluate(() => [document.cookie, JSON.stringify(localStorage)]);
    expect(seen).toEqual(["", "{}"]);
    expect(await whoIsSignedIn(page)).toContain(email);
    await page.context().close();
  });

  it("R-089: a form elsewhere signs nobody out, though the browser is signed in here", async () => {
    const { page, email } = await signInPage();
    const other = await page.context().newPage();
    await other.goto(strangerUrl);
    const [response] = await Promise.all([
      other.waitForResponse((each) => each.url().endsWith("/sign-out")),
      other.evaluate(() => document.querySelector<HTMLFormElement>("#form")?.submit()),
    ]);
    expect(response.status()).toBe(403);
    expect(await whoIsSignedIn(page)).toContain(email);
    await page.context().close();
  });

  it("R-089: a script elsewhere can neither change nor read anything, on another port either", async () => {
    const { page, email } = await signInPage();
    const other = await page.context().newPage();
    for (const url of [strangerUrl, strangerUrl.replace("127.0.0.1", "localhost")]) {
      await other.goto(url);
      const outcomes = await other.evaluate(async (console) => {
        const attempt = async (path: string, init: RequestInit) =>
          fetch(`${console}${path}`, { credentials: "include", ...init }).then(
            (response) => response.type,
            () => "refused",
          );
        return [
          await attempt("/api/v1/session", {}),
          await attempt("/api/v1/session", { mode: "no-cors" }),
          await attempt("/api/v1/sign-out", { method: "POST" }),
          await attempt("/api/v1/sign-out", { method: "POST", mode: "no-cors" }),
        ];
      }, server.consoleUrl);
      // CORS grants nothing, and Cross-Origin-Resource-Policy keeps even opaque answers away.
      expect(outcomes).toEqual(["refused", "refused", "refused", "refused"]);
    }
    expect(await whoIsSignedIn(page)).toContain(email);
    await page.context().close();
  });

  it("R-088: the console is shown in nobody's frame", async () => {
    const page = await browser.newPage();
    await page.goto(strangerUrl);
    const frame = page.frames().find((each) => each !== page.mainFrame());
    await frame?.waitForLoadState();
    expect(frame?.url()).toBe("chrome-error://chromewebdata/");
    await page.close();
  });
});
