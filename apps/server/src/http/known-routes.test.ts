import fastify from "fastify";
import { expect, it } from "vitest";
import { rememberRoutes } from "./known-routes.ts";

it("finds the methods that a path takes, parameters, wildcards and queries included", () => {
  const app = fastify();
  const methodsAt = rememberRoutes(app);
  const nothing = async () => "";
  app.get("/things/:id", nothing);
  app.delete("/things/:id", nothing);
  app.post("/things/:id/verify", nothing);
  app.get("/files/*", nothing);
  app.get("/a.json", nothing);
  expect(methodsAt("/things/x1")).toEqual(["DELETE", "GET", "HEAD"]);
  expect(methodsAt("/things/x1?y=/z")).toEqual(["DELETE", "GET", "HEAD"]);
  expect(methodsAt("/things/x1/verify")).toEqual(["POST"]);
  expect(methodsAt("/files/a/b")).toEqual(["GET", "HEAD"]);
  expect(methodsAt("/aXjson")).toEqual([]);
  expect(methodsAt("/things")).toEqual([]);
});
