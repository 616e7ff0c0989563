import { afterAll, beforeAll, expect, it } from "vitest";
import { findAccessibilityFaults, openStage, type Stage } from "./harness.ts";
import { watchContext } from "./watch-context.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

it("S1, S2, S3: what no page may do is seen when a page does it", async () => {
  const { consoleUrl, baseUrl } = stage.server;
  const context = await stage.browser.newContext({ baseURL: consoleUrl });
  const findings = await watchContext(context, consoleUrl);
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  await page.goto(`${baseUrl}/favicon.svg`);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  // From here on: the page itself asks whether somebody is signed in.
  await page.route("**/api/v1/session", async (route) => {
    await route.fulfill({
      status: 200,
      headers: { "cache-control": "no-store" },
      contentType: "application/json",
      body: '{"amr":"pwd"}',
    });
  });
  await page.evaluate(async () => {
    document.body.setAttribute("style", "color: red");
    try {
      document.body.insertAdjacentHTML("beforeend", "<b>markup from a text</b>");
    } catch {
      // Trusted Types refuse it.
    }
    console.error("something is wrong");
    localStorage.setItem("set-up key", "JBSWY3DPEHPK3PXP");
    for (const path of ["session", "nothing"]) await (await fetch(`/api/v1/${path}`)).text();
  });
  const found = await findings.read();
  expect(found.policyViolations).toEqual([
    expect.stringMatching(/^style-src-attr inline/),
    expect.stringMatching(/^require-trusted-types-for trusted-types-sink/),
  ]);
  expect(found.consoleErrors).toContain("something is wrong");
  expect(found.strangers).toEqual([`${baseUrl}/favicon.svg`]);
  expect(found.secretsAtRest).toEqual(["localStorage set-up key"]);
  expect(found.answersOffContract).toEqual([
    expect.stringMatching(/^GET \/api\/v1\/session 200: /),
    "GET /api/v1/nothing 404: no such route",
  ]);
  await context.close();
});

it("what nobody can name is seen, and said with its place", async () => {
  const page = await stage.visit("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.evaluate(() =>
    document.querySelector("main")?.append(document.createElement("button")),
  );
  expect(await findAccessibilityFaults(page)).toEqual(["button-name: #content > button"]);
  await stage.settle();
});
