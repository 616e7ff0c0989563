import type { ActivityEvent, FactorView, SecurityView, SessionEntry } from "@twinlatch/client";

/** What can be done about something that the owner did not do. */
export type NotMeStep =
  | { readonly kind: "endOthers" }
  | { readonly kind: "changePassword" }
  | { readonly kind: "suspendFactor"; readonly factor: FactorView }
  | { readonly kind: "newCodes" };

export interface NotMeFacts {
  readonly event: Pick<ActivityEvent, "factorId">;
  readonly security: Pick<SecurityView, "factors" | "recoveryCodes">;
  readonly sessions: readonly Pick<SessionEntry, "isCurrent">[];
  /** Whether this session was begun with a recovery code, which may suspend and little else. */
  readonly isRecovery: boolean;
}

/** The steps that fit, in the order in which they help: first whoever is in has to leave. */
export function notMeSteps(facts: NotMeFacts): readonly NotMeStep[] {
  const { event, security, sessions, isRecovery } = facts;
  const factor = security.factors.find(
    ({ id, status }) => id === event.factorId && status === "active",
  );
  const suspend: readonly NotMeStep[] =
    factor === undefined ? [] : [{ kind: "suspendFactor", factor }];
  if (isRecovery) return suspend;
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  return [
    ...(hasOthers ? [{ kind: "endOthers" } as const] : []),
    { kind: "changePassword" },
    ...suspend,
    ...(security.recoveryCodes === null ? [] : [{ kind: "newCodes" } as const]),
  ];
}
