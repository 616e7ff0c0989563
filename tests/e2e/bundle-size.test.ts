import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { signUpPerson } from "../harness/person.ts";
import { openStage, type Stage, signIn } from "./harness.ts";

const KIBIBYTE = 1_024;
const dist = fileURLToPath(new URL("../../apps/console/dist/", import.meta.url));

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.settle());
afterAll(() => stage?.close());

/** Gathers the paths of files that a page loads from the built console. */
function watchFiles(page: Page): Set<string> {
  const files = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/\.(?:js|css|svg)$/.test(pathname)) files.add(pathname.slice(1));
  });
  return files;
}

async function gzipKibibytes(files: Iterable<string>): Promise<number> {
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(join(dist, file)), { level: 9 }).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / KIBIBYTE;
}

it("the sign-in page is usable after at most 110 KiB, and every lazy route after 60 more", async () => {
  const person = await signUpPerson(stage.server);
  const page = await stage.visit("about:blank");
  const files = watchFiles(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(files.size).toBeGreaterThanOrEqual(2);
  files.add("index.html");
  expect(await gzipKibibytes(files)).toBeLessThanOrEqual(110);

  const atSignIn = new Set(files);
  await signIn(page, person);
  await page.getByRole("button", { name: "Enable two-factor authentication" }).click();
  await page.getByRole("dialog").getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("heading", { name: "Scan this code" }).waitFor();
  const later = files.difference(atSignIn);
  expect(later.size).toBeGreaterThanOrEqual(3);
  // Security page, step-up, enrolment and QR code together stay below one route's budget.
  expect(await gzipKibibytes(later)).toBeLessThanOrEqual(60);
  person.close();
});

it("what is known of telephone numbers comes with the dialog that needs it, in 60 KiB", async () => {
  const person = await signUpPerson(stage.server);
  const page = await stage.visit("about:blank", { locale: "de-CH" });
  const files = watchFiles(page);
  await page.goto("/account/security");
  await page.getByLabel("E-Mail").fill(person.email);
  await page.getByLabel("Passwort").fill(person.password);
  await page.getByRole("button", { name: "Anmelden", exact: true }).click();
  await page.getByRole("heading", { name: "Zwei-Faktor-Authentisierung" }).waitFor();
  await page.waitForLoadState("networkidle");
  const before = new Set(files);
  await page.getByRole("button", { name: "Telefonnummer hinzufügen" }).click();
  await page.getByLabel("Land").waitFor();
  const later = files.difference(before);
  // One file, as only that can be fetched again where it failed to come.
  expect(later.size).toBe(1);
  expect(await gzipKibibytes(later)).toBeGreaterThan(20);
  expect(await gzipKibibytes(later)).toBeLessThanOrEqual(60);
  person.close();
});

it("the sign-in page in another language is usable after at most 110 KiB too", async () => {
  const page = await stage.visit("about:blank", { locale: "de-DE" });
  const files = watchFiles(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Anmelden", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  files.add("index.html");
  expect([...files].filter((file) => /\/de-[^/]+\.js$/.test(file))).toHaveLength(1);
  expect(await gzipKibibytes(files)).toBeLessThanOrEqual(110);
});

it("every file travels compressed", async () => {
  const page = await stage.visit("about:blank");
  const encodings: Record<string, string | undefined> = {};
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/assets/")) {
      encodings[pathname] = (await response.allHeaders())["content-encoding"];
    }
  });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await expect.poll(() => Object.keys(encodings).length).toBeGreaterThanOrEqual(2);
  expect([...new Set(Object.values(encodings))]).toEqual(["br"]);
});

it("no schema library reaches the browser", async () => {
  const page = await stage.visit("about:blank");
  const files = watchFiles(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  // The bundler's own few lines have no source.
  const scripts = [...files].filter((file) => /(?<!rolldown-runtime-\S*)\.js$/.test(file));
  const maps = await Promise.all(
    scripts.map((file) => readFile(join(dist, `${file}.map`), "utf8")),
  );
  const sources = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources);
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((source) => /typebox|api-contract/.test(source))).toEqual([]);
});
