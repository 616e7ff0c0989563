import { QueryClient, queryOptions } from "@tanstack/react-query";
import type { Client, ClientProblem, SessionView } from "@twinlatch/client";

/** The signed-in session, with its end on this device's clock. */
export interface KnownSession {
  readonly session: SessionView;
  /** In milliseconds since 1970 by `Date.now()` here, however wrong the device's clock is. */
  readonly endsAtMillis: number;
}

/** Why a query has no data; the one exception a refusal becomes, because queries know no other no. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly problem: ClientProblem;

  constructor(problem: ClientProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The page says what is wrong and has a button; and being offline is an answer too.
        retry: false,
        networkMode: "always",
        staleTime: 5_000,
      },
    },
  });
}

export function sessionQuery(client: Client) {
  return queryOptions({
    queryKey: ["session"],
    queryFn: async ({ signal }): Promise<KnownSession> => {
      const result = await client.call("getSession", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      const nowMillis = Date.now();
      const leftMillis =
        Date.parse(result.answer.expiresAt) - (result.serverNowMillis ?? nowMillis);
      return { session: result.answer, endsAtMillis: nowMillis + leftMillis };
    },
  });
}

export function sessionsQuery(client: Client) {
  return queryOptions({
    queryKey: ["sessions"],
    queryFn: async ({ signal }) => {
      const result = await client.call("listSessions", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer.sessions;
    },
  });
}

export function emailsQuery(client: Client) {
  return queryOptions({
    queryKey: ["emails"],
    queryFn: async ({ signal }) => {
      const result = await client.call("listEmails", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer.emails;
    },
  });
}

export function invitationsQuery(client: Client) {
  return queryOptions({
    queryKey: ["factor-invitations"],
    queryFn: async ({ signal }) => {
      const result = await client.call("listFactorInvitations", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer.invitations;
    },
  });
}

export function securityQuery(client: Client) {
  return queryOptions({
    queryKey: ["security"],
    queryFn: async ({ signal }) => {
      const result = await client.call("getSecurity", { signal });
      if (!result.ok) throw new ProblemError(result.problem);
      return result.answer;
    },
  });
}
