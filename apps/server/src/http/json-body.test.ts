import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { acceptOnlyJson, InvalidJsonError } from "./json-body.ts";

function parsing() {
  const app = fastify();
  acceptOnlyJson(app);
  const seen: unknown[] = [];
  app.setErrorHandler((error, _request, reply) => {
    seen.push(error);
    return reply.code(422).send("");
  });
  app.route({
    method: "POST",
    url: "/",
    handler: async (request) => {
      seen.push(request.body);
      return "";
    },
  });
  const post = async (payload: string | Buffer, type = "application/json") => {
    await app.inject({ method: "POST", url: "/", headers: { "content-type": type }, payload });
    return seen.at(-1);
  };
  return { post };
}

describe("acceptOnlyJson", () => {
  it("takes JSON as it is", async () => {
    const { post } = parsing();
    expect(await post('{"a":"ü \\u00fc 😀 \\ud83d\\ude00"}')).toEqual({ a: "ü ü 😀 😀" });
    expect(await post("[1,2]", "application/json; charset=utf-8")).toEqual([1, 2]);
    expect(await post("null")).toBeNull();
  });

  it("is not misled by names and colons inside of strings", async () => {
    const body = { a: '"a":1', '"b": ': '\\":', c: { a: [{ a: 1 }, { a: ":" }] } };
    expect(await parsing().post(JSON.stringify(body, null, 1))).toEqual(body);
  });

  it("takes no body for a missing one", async () => {
    expect(await parsing().post("")).toBeUndefined();
  });

  it.each<[string, string | Buffer]>([
    ["half a document", '{"a":'],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["half a surrogate pair", '{"password":"\\ud83d"}'],
    ["half a surrogate pair in a name", '{"\\uDE00":1}'],
    ["the halves in the wrong order", '["\\ude00\\ud83d"]'],
    ["__proto__", '{"__proto__":{"isAdmin":true}}'],
    ["__proto__ in disguise", '{"a":[{"\\u005f_proto__":{"isAdmin":true}}]}'],
    ["a constructor with a prototype", '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ["a name twice", '{"code":"000000","code":"111111"}'],
    ["a name twice, once in disguise", '{"code":1,"\\u0063ode":2}'],
    ["a name twice, deep inside", '[{"a":{"b":1,"c":[],"b":2}}]'],
    ["nesting without end beside a surrogate", `"\\ud83d"${"[".repeat(30_000)}`],
  ])("R-014: refuses %s", async (_, body) => {
    expect(await parsing().post(body)).toBeInstanceOf(InvalidJsonError);
  });

  it("R-014: refuses a body that is nested beyond the engine's depth, instead of failing", async () => {
    const nested = `["\\ud83d\\ude00",${"[".repeat(20_000)}${"]".repeat(20_000)}]`;
    expect(await parsing().post(nested)).toBeInstanceOf(InvalidJsonError);
  });

  it("R-083: says nothing of the body in its error", async () => {
    const error = await parsing().post('{"password":"canary');
    expect(JSON.stringify([String(error), error])).not.toContain("canary");
  });

  it.each([["text/plain"], ["application/x-www-form-urlencoded"], ["multipart/form-data"]])(
    "R-089: refuses %s, which a form of another site could send",
    async (type) => {
      expect(await parsing().post("{}", type)).toMatchObject({
        code: "FST_ERR_CTP_INVALID_MEDIA_TYPE",
      });
    },
  );
});
