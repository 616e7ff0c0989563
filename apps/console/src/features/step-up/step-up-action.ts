import type {
  Challenge,
  ChallengeAct,
  EmailView,
  FactorView,
  InvitationView,
} from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

/** What a challenge is about, as text: never as markup, since a target may be named by a stranger. */
export interface ActionText {
  readonly verb: string;
  /** The target's name in quotation marks; null where the action says it all. */
  readonly target: string | null;
}

/** What the server has told about the things that an action can be done to. */
export interface KnownTargets {
  readonly accountId: string;
  readonly factors: readonly FactorView[];
  readonly emails: readonly EmailView[];
  readonly invitations: readonly InvitationView[];
}

const VERBS: ReadonlyMap<string, string> = new Map(Object.entries(messages.stepUp.actions));
/** The same, where it is known what kind of thing the action is done to. */
const FACTOR_VERBS: Readonly<Record<FactorView["kind"], ReadonlyMap<string, string>>> = {
  totp: new Map(Object.entries(messages.stepUp.factorActions.totp)),
  sms: new Map(Object.entries(messages.stepUp.factorActions.sms)),
};

/** Every act that an answer to the challenge approves, in the server's order. */
export function actsOf({ acts, action = "", target = "" }: Challenge): readonly ChallengeAct[] {
  return acts ?? [{ action, target }];
}

/** The words for the action that the server names; one unknown here is shown by its name. */
export function actionText({ action, target }: ChallengeAct, known: KnownTargets): ActionText {
  const factor = known.factors.find(({ id }) => id === target);
  const verbOfKind = factor && FACTOR_VERBS[factor.kind].get(action);
  return {
    verb: verbOfKind ?? VERBS.get(action) ?? messages.stepUp.unknownAction(action),
    target: targetName(target, known),
  };
}

function targetName(target: string, known: KnownTargets): string | null {
  // One's own account goes without saying.
  if (target === "" || target === known.accountId) return null;
  const factor = known.factors.find(({ id }) => id === target);
  const email = known.emails.find(({ id }) => id === target);
  const invitation = known.invitations.find(({ id }) => id === target);
  return factor?.label ?? email?.email ?? invitation?.enrolled?.label ?? target;
}
