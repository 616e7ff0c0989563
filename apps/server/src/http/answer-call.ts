import type { AccountsDeps } from "@twinlatch/accounts";
import { type Endpoint, REPLAYED_HEADER } from "@twinlatch/api-contract";
import { openStepUp } from "@twinlatch/verifier";
import type { FastifyReply } from "fastify";
import type { Answered, Call, Refused, Tokens } from "./call.ts";
import { TOKEN_FIELDS, type TokenName, tokenCookie } from "./credential.ts";
import type { Edge } from "./edge.ts";
import type { Ending, RenderedAnswer } from "./ending.ts";
import { refusalProblem } from "./refusal-problem.ts";
import { endReplacedSession } from "./session.ts";
import { stepUpProblem } from "./step-up.ts";

const TOKEN_NAMES: readonly TokenName[] = [
  "session",
  "ticket",
  "signUp",
  "browser",
  "device",
  "replacement",
];

/** Writes the answer to a call that the rules allowed. */
export function renderAnswer<E extends Endpoint>(
  { status }: E,
  { answer, tokens }: Answered<E>,
  wantsTokens: boolean,
): RenderedAnswer {
  if (wantsTokens && answer !== undefined) {
    return { status, cookies: [], body: Object.assign({}, answer, tokenFields(tokens)) };
  }
  const cookies = TOKEN_NAMES.flatMap((name) => {
    const token = tokens[name];
    return token === undefined ? [] : [tokenCookie(name, token)];
  });
  return { status, cookies, body: answer };
}

/** Sends how a call ended. */
export async function sendEnding(
  edge: Edge,
  reply: FastifyReply,
  rules: AccountsDeps,
  { ending, credentials, origin }: Pick<Call<Endpoint>, "credentials" | "origin"> & EndedCall,
): Promise<FastifyReply> {
  if (ending.outcome === "refused") return sendRefusal(edge, reply, rules, { ...ending, origin });
  if (ending.replayed !== undefined) {
    reply.header(REPLAYED_HEADER, "true");
    // The first try may have ended before it came to this.
    await endReplacedSession(rules, credentials, { origin, by: ending.replayed.sessionId });
  }
  const { status, cookies, body } = ending.rendered;
  reply.code(status);
  for (const cookie of cookies) reply.header("set-cookie", cookie);
  return reply.send(body);
}

interface EndedCall {
  readonly ending: Ending;
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
async function sendRefusal(
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
