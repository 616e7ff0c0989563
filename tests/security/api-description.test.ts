import { Validator } from "@seriousme/openapi-schema-validator";
import { PROBLEMS } from "@twinlatch/api-contract";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly securitySchemes: object; readonly schemas: object };
}

let installation: EdgeInstallation;
let text: string;
let description: Description;

beforeAll(async () => {
  installation = await openEdgeInstallation();
  const response = await installation.console.inject({
    url: "/openapi.json",
    headers: { host: "localhost:4600" },
  });
  text = response.body;
  description = response.json();
});
afterAll(() => installation.close());

it("is a valid OpenAPI 3.1 document, by an independent validator", async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(text));
  expect(result.errors ?? []).toEqual([]);
  expect([result.valid, validator.version]).toEqual([true, "3.1"]);
});

it("describes exactly the routes that the server has below /api/v1", () => {
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(servedRoutes().toSorted());
  expect(described.length).toBe(CONTRACT_CALLS.length);
});

/** Reads the tree that the router prints: each line a part of a path below the part above it. */
function servedRoutes(): string[] {
  const parts: { depth: number; path: string }[] = [];
  const routes: string[] = [];
  for (const line of installation.console.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", part = "", methods = ""] =
      /^([│ ]*[├└]── )(\S+) \(([^)]+)\)$/.exec(line) ?? [];
    while ((parts.at(-1)?.depth ?? -1) >= indent.length) parts.pop();
    parts.push({ depth: indent.length, path: part });
    const path = parts
      .map((each) => each.path)
      .join("")
      .replaceAll(/:(\w+)/g, "{$1}");
    if (!path.startsWith("/api/v1/")) continue;
    const changing = methods.split(", ").filter((method) => method !== "HEAD");
    routes.push(...changing.map((method) => `${method} ${path}`));
  }
  return routes;
}

it("says of every route who may call it, what it takes, and how it can refuse", () => {
  for (const { name, endpoint, url } of CONTRACT_CALLS) {
    const path = `/api/v1${endpoint.path}`;
    const operation = description.paths[path]?.[endpoint.method.toLowerCase()];
    expect(operation?.operationId, url).toBe(name);
    expect(operation?.security.length === 0, name).toBe(endpoint.access === "public");
    expect(operation?.requestBody !== undefined, name).toBe(endpoint.body !== undefined);
    const takesProof = operation?.parameters.some((each) => each.name === "Twinlatch-Proof");
    expect(takesProof, name).toBe(endpoint.proof !== "none");
    const statuses = Object.keys(operation?.responses ?? {}).map(Number);
    const promised = endpoint.problems.map((code) => PROBLEMS[code].status);
    expect(statuses, name).toEqual(
      expect.arrayContaining([endpoint.status, ...promised, 500, 503]),
    );
  }
});

it("names a scheme for every credential", () => {
  const schemes = new Set(Object.keys(description.components.securitySchemes));
  const used = Object.values(description.paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ security }) => security.flatMap((each) => Object.keys(each)));
  expect(new Set(used)).toEqual(schemes);
});

it("tells the truth: what is answered has the shape that is described", async () => {
  const ajv = new Ajv({ strict: false, formats: { "date-time": /Z$/ } });
  ajv.addSchema({ ...description, $id: "api" });
  const check = (schema: object, value: unknown) => {
    const local = JSON.stringify(schema).replaceAll('"#/', '"api#/');
    const isValid = ajv.compile(JSON.parse(local));
    expect([isValid(value), isValid.errors]).toEqual([true, null]);
  };
  const ada = new EdgeBrowser(installation);
  await ada.signUp();
  await ada.addAuthenticator();
  let answers = 0;
  for (const { name, endpoint, method, path, body } of CONTRACT_CALLS) {
    if (name === "signOut") continue;
    const response = await ada.send(method, path, body === undefined ? {} : { body });
    const operation = description.paths[`/api/v1${endpoint.path}`]?.[endpoint.method.toLowerCase()];
    const described = operation?.responses[String(response.statusCode)];
    expect(described, `${name} ${response.statusCode}`).toBeDefined();
    for (const { schema } of Object.values(described?.content ?? {})) {
      check(schema, response.json());
      answers += 1;
    }
  }
  expect(answers).toBeGreaterThan(CONTRACT_CALLS.length / 2);
});
