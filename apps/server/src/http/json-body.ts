import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { parse } from "secure-json-parse";

/** A body that is no JSON, or JSON that nobody means well with. Says nothing of what was sent. */
export class InvalidJsonError extends Error {
  override readonly name = "InvalidJsonError";
}

/** A string of valid JSON, and the colon behind it if it is a name. */
const STRING = /"(?:[^"\\]|\\.)*"\s*(:)?/g;
/** A half of a UTF-16 pair, as JSON can spell it and UTF-8 cannot. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Takes JSON bodies and nothing else. Refused: bytes that are not UTF-8 and halves of surrogate pairs
 * (two different passwords would become one), members named `__proto__` or `constructor`, and a name
 * that stands twice in one object: one request can test one code only.
 */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    "application/json",
    { parseAs: "buffer" },
    (_request, body, done) => {
      // A client that always names the type may send a call without a body.
      if (body.byteLength === 0) return done(null, undefined);
      try {
        done(null, parseJson(body));
      } catch {
        // The parser's own error quotes the body.
        done(new InvalidJsonError("The body is not acceptable JSON"));
      }
    },
  );
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new InvalidJsonError("not UTF-8");
  const text = body.toString("utf8");
  const value: unknown = SURROGATE_ESCAPE.test(text)
    ? parse(text, refuseLoneSurrogate, { protoAction: "error", constructorAction: "error" })
    : parse(text, { protoAction: "error", constructorAction: "error" });
  if (countWrittenMembers(text) !== countMembers(value)) throw new InvalidJsonError("a name twice");
  return value;
}

/** How many members the text spells out: in valid JSON only their names have a colon behind them. */
function countWrittenMembers(text: string): number {
  let written = 0;
  for (const [, colon] of text.matchAll(STRING)) if (colon !== undefined) written += 1;
  return written;
}

/** How many members are left of them: of two with one name the parser keeps the last. */
function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).reduce<number>((sum, each) => sum + countMembers(each), 0);
  return inside + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function refuseLoneSurrogate(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === "string" && !value.isWellFormed())) {
    throw new InvalidJsonError("half a surrogate pair");
  }
  return value;
}
