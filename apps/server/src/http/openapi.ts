import {
  API_BASE,
  CHALLENGE_HEADER,
  type Endpoint,
  endpoints,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY,
  PROBLEMS,
  PROOF_HEADER,
  Problem,
  type ProblemCode,
  REPLAYED_HEADER,
} from "@twinlatch/api-contract";
import { PROBLEM_MEDIA_TYPE } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;

/** Refusals that any route of the contract can give, beside its own. */
const COMMON_PROBLEMS: readonly ProblemCode[] = [
  "too_many_requests",
  "unavailable",
  "internal_error",
];
const CHANGE_PROBLEMS: readonly ProblemCode[] = [
  "invalid_request",
  "unsupported_media_type",
  "body_too_large",
  "cross_site_request",
];

/** Credentials that a route takes: any one of the list. */
const SECURITY: Readonly<Record<Endpoint["access"], readonly Json[]>> = {
  public: [],
  ticket: [{ ticketCookie: [] }, { ticket: [] }, { sessionCookie: [] }, { session: [] }],
  session: [{ sessionCookie: [] }, { session: [] }],
};

const SECURITY_SCHEMES: Json = {
  sessionCookie: { type: "apiKey", in: "cookie", name: "__Host-twinlatch_session" },
  ticketCookie: { type: "apiKey", in: "cookie", name: "__Host-twinlatch_ticket" },
  session: { type: "http", scheme: "bearer", description: "`sessionToken`, without cookies" },
  ticket: { type: "http", scheme: "bearer", description: "`ticket`, without cookies" },
};

const KEY_PARAMETER: Json = {
  name: IDEMPOTENCY_HEADER,
  in: "header",
  required: false,
  description:
    "Random, new for each request. Within ten minutes the same request with the same key gets the " +
    `same answer, with the header ${REPLAYED_HEADER}, and happens once`,
  schema: { type: "string", pattern: IDEMPOTENCY_KEY },
};

/** The whole API as an OpenAPI 3.1 document, from the declarations that also serve and check it. */
export function describeApi(productName: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = `${API_BASE}${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: productName,
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: { ...Problem, $id: undefined } },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function operation(name: string, endpoint: Endpoint): Json {
  const { summary, body, access, proof, proofReason, otherProofs = [] } = endpoint;
  return {
    operationId: name,
    summary,
    ...(proofReason === undefined ? {} : { description: `Needs no fresh proof: ${proofReason}.` }),
    security: SECURITY[access],
    parameters: [
      ...pathParameters(endpoint),
      ...queryParameters(endpoint),
      ...(proof === "none"
        ? []
        : [proofParameter([proof, ...otherProofs].join(" or ")), CHALLENGE_PARAMETER]),
      ...(endpoint.isRepeatable ? [KEY_PARAMETER] : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: { [endpoint.status]: success(endpoint), ...problems(endpoint) },
  };
}

function pathParameters({ path }: Endpoint): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Endpoint): readonly Json[] {
  return Object.entries({ ...query?.properties }).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema,
  }));
}

function proofParameter(action: string): Json {
  return {
    name: PROOF_HEADER,
    in: "header",
    required: false,
    description: `A fresh proof for ${action}; without one that fits, 401 step_up_required`,
    schema: { type: "string" },
  };
}

const CHALLENGE_PARAMETER: Json = {
  name: CHALLENGE_HEADER,
  in: "header",
  required: false,
  description:
    "Without a proof: an open step-up of this session, to be approved together with. The challenge in " +
    "the answer has the same id where that was possible, and is a new one where it was not",
  schema: { type: "string" },
};

function success({ answer }: Endpoint): Json {
  return answer === undefined
    ? { description: "Done" }
    : { description: "Done", content: { "application/json": { schema: answer } } };
}

function mayMeetRetiredPassword({ access, isForRetiredPassword }: Endpoint): boolean {
  return access === "session" && isForRetiredPassword !== true;
}

/** Refusals by status; each description lists the codes behind it. */
function problems(endpoint: Endpoint): Json {
  const codes = new Set<ProblemCode>([
    ...endpoint.problems,
    ...(endpoint.isRepeatable ? (["idempotency_key_reused"] as const) : []),
    ...(endpoint.access === "public" ? [] : (["not_signed_in"] as const)),
    ...(mayMeetRetiredPassword(endpoint) ? (["password_retired"] as const) : []),
    ...(endpoint.method === "GET" ? [] : CHANGE_PROBLEMS),
    ...COMMON_PROBLEMS,
  ]);
  const schema = { $ref: "#/components/schemas/Problem" };
  return Object.fromEntries(
    Object.entries(Object.groupBy(codes, (code) => String(PROBLEMS[code].status))).map(
      ([status, group = []]) => [
        status,
        { description: group.join(", "), content: { [PROBLEM_MEDIA_TYPE]: { schema } } },
      ],
    ),
  );
}
