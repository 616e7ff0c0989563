import type { ActivityEvent } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

type Words = readonly [done: string, tried: string];

const EVENTS: ReadonlyMap<string, Words> = new Map(Object.entries(messages.activity.events));
const REASONS: ReadonlyMap<string, string> = new Map(Object.entries(messages.activity.reasons));
const ACTIONS: ReadonlyMap<string, string> = new Map(Object.entries(messages.stepUp.actions));

/** What happened, in words; an event unknown here by the server's name for it. */
export function eventText({ type, outcome }: Pick<ActivityEvent, "type" | "outcome">): string {
  const words = EVENTS.get(type);
  if (words === undefined) return messages.activity.unknownEvent(type);
  return words[outcome === "allowed" ? 0 : 1];
}

/** Whether it is said to have been refused. Whoever was only asked for a code or password was refused nothing yet. */
export function isRefusal({ type, outcome }: Pick<ActivityEvent, "type" | "outcome">): boolean {
  return outcome === "refused" && type !== "step_up.demanded";
}

/** What more is known of it: by which factor, what for, and why it was refused. */
export function eventDetails({
  factorLabel,
  detail,
}: Pick<ActivityEvent, "factorLabel" | "detail">): readonly string[] {
  const reason = REASONS.get(detail.reason ?? "");
  return [
    factorLabel === undefined ? undefined : messages.activity.withFactor(factorLabel),
    ...forActions(detail.target ?? ""),
    reason,
  ].filter((part) => part !== undefined);
}

/** What it was for: "action target", or several of them with commas between. */
function forActions(target: string): readonly string[] {
  const verbs = target.split(", ").map((act) => ACTIONS.get(act.split(" ")[0] ?? ""));
  return verbs.flatMap((verb) => (verb === undefined ? [] : messages.activity.forAction(verb)));
}
