import { API_BASE, endpoints, Problem } from "@twinlatch/api-contract";
import type { BrowserContext, ConsoleMessage, Page, Request, Response } from "playwright-core";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";

/** What the pages of a context did that no page may do. */
export interface Findings {
  read(): Promise<{
    /** S1: violations of the content security policy, Trusted Types included. */
    readonly policyViolations: readonly string[];
    readonly consoleErrors: readonly string[];
    /** S2: requests to any other origin. */
    readonly strangers: readonly string[];
    /** Answers of the API that are not what the contract says. */
    readonly answersOffContract: readonly string[];
    /** S3: what lay in storage that scripts can read, other than what may. */
    readonly secretsAtRest: readonly string[];
  }>;
}

/** Listens to everything the pages of a context do. */
export async function watchContext(context: BrowserContext, origin: string): Promise<Findings> {
  const policyViolations: string[] = [];
  const consoleErrors: string[] = [];
  const strangers: string[] = [];
  const checks: Promise<string | undefined>[] = [];
  await context.exposeBinding("reportPolicyViolation", (_, violation: string) => {
    policyViolations.push(violation);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { violatedDirective, blockedURI, sample } = event;
      Reflect.get(window, "reportPolicyViolation")(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !isRefusal(message)) consoleErrors.push(message.text());
  });
  context.on("weberror", (webError) => {
    const error = String(webError.error());
    if (!NOT_COME.test(error)) consoleErrors.push(error);
  });
  context.on("request", (request) => {
    if (isStranger(request, origin)) strangers.push(request.url());
  });
  context.on("response", (response) => {
    if (response.url().startsWith(`${origin}${API_BASE}/`)) checks.push(findFlaw(response));
  });
  return {
    async read() {
      const secretsAtRest = await Promise.all(context.pages().map(findAtRest));
      const answersOffContract = (await Promise.all(checks)).filter((flaw) => flaw !== undefined);
      return {
        policyViolations,
        consoleErrors,
        strangers,
        answersOffContract,
        secretsAtRest: secretsAtRest.flat(),
      };
    },
  };
}

const CUT_OFF = /^Failed to load resource: net::ERR_(?:FAILED|INTERNET_DISCONNECTED)/;
/** What becomes of that in a page that waits for the file; one that there is not is logged as well. */
const NOT_COME = /^TypeError: Failed to fetch dynamically imported module: /;
const ANSWERED = /^Failed to load resource: the server responded with a status of (?:4\d\d|503)/;

// Chromium logs every answer of 400 and above, and every request that a test cuts off. The console
// answers both in its pages, so for the API, and for a page that there is not, they are no errors; nor is
// 503, which says that something is not to be had at the moment. A file is always there, but may not come.
function isRefusal(message: ConsoleMessage): boolean {
  const { pathname } = new URL(message.location().url, "http://localhost");
  const isApiOrPage = pathname.startsWith(`${API_BASE}/`) || !pathname.includes(".");
  return CUT_OFF.test(message.text()) || (ANSWERED.test(message.text()) && isApiOrPage);
}

function isStranger(request: Request, origin: string): boolean {
  const url = new URL(request.url());
  return url.origin !== origin && url.protocol !== "data:" && url.protocol !== "blob:";
}

const ROUTES = Object.values(endpoints).map(({ method, path, status, answer }) => ({
  method,
  pattern: new RegExp(`^${API_BASE}${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  status,
  answer,
}));

async function findFlaw(response: Response): Promise<string | undefined> {
  const method = response.request().method();
  const { pathname } = new URL(response.url());
  const call = `${method} ${pathname} ${response.status()}`;
  const route = ROUTES.find((each) => each.method === method && each.pattern.test(pathname));
  if (route === undefined) return `${call}: no such route`;
  if (response.headers()["cache-control"] !== "no-store") return `${call}: may be stored`;
  if (response.status() >= 400) return findMismatch(call, Problem, response);
  if (response.status() !== route.status) return `${call}: expected ${route.status}`;
  return route.answer && findMismatch(call, route.answer, response);
}

async function findMismatch(
  call: string,
  schema: TSchema,
  response: Response,
): Promise<string | undefined> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    // The page went on to another document before the body was read here.
    if (String(error).includes("Network.getResponseBody")) return undefined;
    return `${call}: no JSON`;
  }
  if (Value.Check(schema, body)) return undefined;
  // Never the body: it may hold a secret, and this goes to the terminal.
  const [error] = Value.Errors(schema, body);
  return `${call}: ${error?.instancePath} ${error?.message}`;
}

const MAY_REST: readonly string[] = [
  "twinlatch.pending-sign-in",
  "twinlatch.pending-sign-up",
  "localStorage twinlatch.language",
];

async function findAtRest(page: Page): Promise<string[]> {
  if (page.url() === "about:blank") return [];
  const keys = await page.evaluate(() => [
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage),
    ...document.cookie
      .split("; ")
      .filter(Boolean)
      .map((cookie) => `cookie ${cookie}`),
  ]);
  return keys.filter((key) => !MAY_REST.includes(key));
}
