import { type Static, Type } from "typebox";
import { Challenge } from "./challenge.ts";
import { PROBLEMS, type ProblemCode } from "./problem-code.ts";

/** The body of every refusal (RFC 9457), as `application/problem+json`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "A URI reference that names the kind of problem" }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    code: Type.Unsafe<ProblemCode>({ type: "string", enum: Object.keys(PROBLEMS) }),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: "With invalid_request: each field that is wrong, as a JSON pointer",
      }),
    ),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: "With 429 and 503, the same as Retry-After" }),
    ),
    action: Type.Optional(Type.String({ description: "With step_up_required" })),
    target: Type.Optional(Type.String({ description: "With step_up_required" })),
    challenge: Type.Optional(Challenge),
  },
  { $id: "Problem" },
);
export type Problem = Static<typeof Problem>;
