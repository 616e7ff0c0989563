import type { Challenge } from "@twinlatch/client";
import { messages } from "../../messages/en.ts";

/** What a challenge is about, as text: never as markup, since a target may be named by a stranger. */
export interface ActionText {
  readonly verb: string;
  readonly target: string | null;
}

/** The words for the action that the server names; one unknown here is shown by its name. */
export function actionText(challenge: Pick<Challenge, "action" | "target">): ActionText {
  const { action = "", target = "" } = challenge;
  const known: Readonly<Partial<Record<string, string>>> = messages.stepUp.actions;
  return {
    verb: known[action] ?? messages.stepUp.unknownAction(action),
    target: target === "" ? null : target,
  };
}
