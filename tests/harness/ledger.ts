import { IDEMPOTENCY_HEADER } from "@twinlatch/api-contract";
import { allAudit, type NamedAuditRow } from "./audit-trail.ts";
import type { DatabaseReader } from "./database-reader.ts";

/** An answer that arrived whole: from then on its sender relies on it. */
interface Acknowledged {
  readonly name: string;
  readonly call: string;
  readonly status: number;
  /** The code of a refusal. */
  readonly code: string | undefined;
}

/** Refusals that the rules decided, each with an event. Others are the edge's, before the rules. */
const DECIDED: ReadonlySet<string> = new Set([
  "challenge_closed",
  "code_already_used",
  "invalid_code",
  "invalid_credentials",
  "step_up_required",
  "too_many_attempts",
]);

/**
 * Writes down, outside the server, every change that the server has answered. Each request carries a
 * name of its own as its user agent, which the audit trail keeps; one that is repeated with the same key
 * carries the same name, because it must happen once.
 */
export class Ledger {
  readonly #acknowledged: Acknowledged[] = [];
  /** How often a request of each name was sent. */
  readonly #tries = new Map<string, number>();
  #requests = 0;

  /** Answers so far. */
  get size(): number {
    return this.#acknowledged.length;
  }

  /** For `ConnectionOptions.watch`. */
  readonly watch =
    (send: typeof fetch): typeof fetch =>
    async (input, init) => {
      const method = init?.method ?? "GET";
      if (method === "GET") return send(input, init);
      const headers = new Headers(init?.headers);
      this.#requests += 1;
      const name = `ledger-${headers.get(IDEMPOTENCY_HEADER) ?? this.#requests}`;
      this.#tries.set(name, (this.#tries.get(name) ?? 0) + 1);
      headers.set("user-agent", name);
      const response = await send(input, { ...init, headers });
      const code = response.ok ? undefined : readCode(await response.clone().text());
      const call = `${method} ${typeof input === "string" ? input : "another address"}`;
      this.#acknowledged.push({ name, call, status: response.status, code });
      return response;
    };

  /** What the database does not bear out: each acknowledged answer must have its one event. */
  async findLosses(database: DatabaseReader): Promise<readonly string[]> {
    // What a guess sets off, such as a retired password, is recorded beside it.
    const answers = (await allAudit(database)).filter(({ type }) => !type.startsWith("throttle."));
    const events = Map.groupBy(answers, ({ user_agent }) => user_agent);
    const losses = this.#acknowledged.flatMap((each) => describeLoss(each, events.get(each.name)));
    const doubles = [...events]
      .filter(([name, rows]) => name.startsWith("ledger-") && this.#isTooMuch(name, rows))
      .map(([name, rows]) => `${name} made ${rows.length} events`);
    return [...losses, ...doubles];
  }

  /** A refusal may come of each try; what is allowed happens once. */
  #isTooMuch(name: string, rows: readonly NamedAuditRow[]): boolean {
    const isTwice = rows.filter(({ outcome }) => outcome === "allowed").length > 1;
    return isTwice || rows.length > (this.#tries.get(name) ?? 0);
  }
}

function describeLoss(
  { name, call, status, code }: Acknowledged,
  events: readonly NamedAuditRow[] = [],
): readonly string[] {
  const isAllowed = status < 400;
  if (!isAllowed && !DECIDED.has(code ?? "")) return [];
  const expected = isAllowed ? ["allowed", null] : ["refused", code];
  // A demand for proof is itself what was done.
  const isKept = events.some(
    ({ type, outcome, reason }) =>
      type === "step_up.demanded" || (outcome === expected[0] && reason === expected[1]),
  );
  if (isKept) return [];
  const [event] = events;
  if (event === undefined) return [`${name}, ${call}: answered ${status} ${code ?? ""}, not kept`];
  return [`${name}, ${call}: answered ${status} ${code ?? ""}, kept ${JSON.stringify(event)}`];
}

function readCode(body: string): string | undefined {
  const problem: unknown = JSON.parse(body);
  return typeof problem === "object" && problem !== null && "code" in problem
    ? String(problem.code)
    : undefined;
}
