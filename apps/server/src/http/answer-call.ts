import type { AccountsDeps } from "@twinlatch/accounts";
import type { Endpoint } from "@twinlatch/api-contract";
import { openStepUp } from "@twinlatch/verifier";
import type { FastifyReply } from "fastify";
import type { Answered, Call, Refused, Tokens } from "./call.ts";
import { TOKEN_FIELDS, type TokenName, tokenCookie } from "./credential.ts";
import type { Edge } from "./edge.ts";
import { refusalProblem } from "./refusal-problem.ts";
import { stepUpProblem } from "./step-up.ts";

const TOKEN_NAMES: readonly TokenName[] = ["session", "ticket", "signUp", "browser", "replacement"];

/** Answers a call that the rules allowed. */
export function sendAnswer<E extends Endpoint>(
  reply: FastifyReply,
  endpoint: E,
  { answer, tokens }: Answered<E>,
  wantsTokens: boolean,
): FastifyReply {
  reply.code(endpoint.status);
  if (wantsTokens && answer !== undefined) {
    return reply.send(Object.assign({}, answer, tokenFields(tokens)));
  }
  for (const name of TOKEN_NAMES) {
    const token = tokens[name];
    if (token !== undefined) reply.header("set-cookie", tokenCookie(name, token));
  }
  return reply.send(answer);
}

function tokenFields(tokens: Tokens): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const name of TOKEN_NAMES) {
    const token = tokens[name];
    if (typeof token === "string") fields[TOKEN_FIELDS[name]] = token;
  }
  return fields;
}

/** Answers a call that the rules refused; for want of a proof, with the challenge that gives one. */
export async function sendRefusal(
  edge: Edge,
  reply: FastifyReply,
  rules: Pick<AccountsDeps, "clock" | "factors" | "random" | "unitOfWork">,
  {
    reason,
    retryAfterSeconds,
    demand,
    fieldPath,
    origin,
  }: Refused & Pick<Call<Endpoint>, "origin">,
): Promise<FastifyReply> {
  if (reason !== "step_up_required" || demand === undefined) {
    const [code, details] = refusalProblem({ reason, retryAfterSeconds, fieldPath });
    return edge.refuse(reply, code, details);
  }
  const described = await openStepUp(rules, demand, origin);
  const { details, authenticate } = stepUpProblem(demand, described);
  return edge.refuse(reply, "step_up_required", details, { "www-authenticate": authenticate });
}
