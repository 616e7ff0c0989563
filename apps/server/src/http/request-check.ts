import type { BodyOf, Endpoint, ParamsOf, Problem, QueryOf } from "@twinlatch/api-contract";
import { Ajv, type ErrorObject } from "ajv";

export type FieldProblems = NonNullable<Problem["errors"]>;

/** Checks what a route is sent against its declaration. Nothing is coerced, filled in or dropped. */
export interface RequestCheck<E extends Endpoint> {
  isBody(body: unknown): body is BodyOf<E>;
  /** The body as it is checked: one that was not sent is an empty object where every field may be left out. */
  readBody(body: unknown): unknown;
  /** An id that cannot be is as absent as one that is not there. */
  isParams(params: unknown): params is ParamsOf<E>;
  isQuery(query: unknown): query is QueryOf<E>;
  /** What the last refused body has wrong. */
  bodyProblems(): FieldProblems;
}

/** Told of at most so many wrong fields, whatever a hostile body holds. */
const MAX_FIELD_PROBLEMS = 20;
const MAX_FIELD_NAME_LENGTH = 64;

/** No body, or an empty object: a field that nobody reads is refused like any unknown one. */
const NO_BODY = { type: "object", nullable: true, additionalProperties: false };

/** A path without parameters. */
const NO_PARAMS = {};

/** Nothing behind a question mark: a code or token there would stand in histories and logs. */
const NO_QUERY = { type: "object", maxProperties: 0 };

const ajv = new Ajv({ allErrors: true, strict: true });

/** Compiles the checks of one route; a schema that came before is compiled already. */
export function compileRequestCheck<E extends Endpoint>(endpoint: E): RequestCheck<E> {
  const isBody = ajv.compile<BodyOf<E>>(endpoint.body ?? NO_BODY);
  const isParams = ajv.compile<ParamsOf<E>>(endpoint.params ?? NO_PARAMS);
  const isQuery = ajv.compile<QueryOf<E>>(endpoint.query ?? NO_QUERY);
  const isEmptyEnough = endpoint.body !== undefined && isBody({});
  return {
    readBody: (body) => (body === undefined && isEmptyEnough ? {} : body),
    isBody: (body): body is BodyOf<E> => isBody(body ?? null),
    isParams: (params): params is ParamsOf<E> => isParams(params),
    isQuery: (query): query is QueryOf<E> => isQuery(query),
    bodyProblems: () => (isBody.errors ?? []).slice(0, MAX_FIELD_PROBLEMS).map(fieldProblem),
  };
}

function fieldProblem({ instancePath, params, message }: ErrorObject): FieldProblems[number] {
  const { additionalProperty, missingProperty }: Record<string, unknown> = params;
  const field = additionalProperty ?? missingProperty;
  const name = typeof field === "string" ? `/${field.slice(0, MAX_FIELD_NAME_LENGTH)}` : "";
  return {
    path: `${instancePath}${name}`,
    message:
      additionalProperty === undefined
        ? (message ?? "is not valid")
        : "is not a field of this request",
  };
}
